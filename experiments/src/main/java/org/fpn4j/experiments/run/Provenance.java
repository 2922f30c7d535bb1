package org.fpn4j.experiments.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.fpn4j.core.config.ReadsFiles;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.inference.Executors;

/** Where a result comes from: what decides it, and on what it was made. */
public final class Provenance {
    /** Field of {@code provenance.json} with the run's {@link #key}. */
    static final String KEY = "key";

    /** Field of {@code provenance.json} with the run's first start. */
    static final String STARTED_AT = "started_at";

    private Provenance() {}

    /** The version of this build. */
    public static String version() {
        return property("fpn4j.properties", "version");
    }

    /** The version of ND4J on the class path. */
    public static String nd4jVersion() {
        return property("META-INF/maven/org.nd4j/nd4j-api/pom.properties", "version");
    }

    private static String property(String resource, String key) {
        Properties properties = new Properties();
        try (InputStream stream = Provenance.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            return "unknown"; // a version is told, never relied on
        }
        return properties.getProperty(key, "unknown");
    }

    /** Keys of {@code training} that say how fast and how safely, not what comes out. */
    private static final List<String> WITHOUT_EFFECT =
            List.of("checkpoint_seconds", "loader_threads", "cache_megabytes");

    /**
     * A short hash of everything that decides a result: the effective config but for its name and what has no effect, the
     * data, the content of every other file that the config names ({@link ReadsFiles}), and the version. Where they lie
     * is no part of it, what is in them is. Cells of an ablation are found again by it.
     */
    public static String key(Experiment experiment, String dataDigest) {
        return key(experiment, dataDigest, digests(experiment));
    }

    private static String key(Experiment experiment, String dataDigest, Map<String, String> files) {
        ObjectNode tree = experiment.loaded().tree().deepCopy();
        tree.remove("name");
        ((ObjectNode) tree.get("data")).remove("root");
        ((ObjectNode) tree.get("backbone")).remove("file");
        ((ObjectNode) tree.get("pretrained")).remove("file");
        ((ObjectNode) tree.get("training")).remove(WITHOUT_EFFECT);
        StringBuilder decisive = new StringBuilder(tree + "\n" + dataDigest + "\n" + version());
        files.values().forEach(digest -> decisive.append('\n').append(digest));
        return sha256(decisive.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    /** SHA-256 of every file that the config names, but for the data's, by path. */
    private static Map<String, String> digests(Experiment experiment) {
        Map<String, String> digests = new LinkedHashMap<>();
        ReadsFiles.in(experiment.config()).forEach(file -> digests.put(file.toString(), sha256(file)));
        return digests;
    }

    /** Digest of the splits that decide a result. */
    public static String digest(Dataset train, Dataset validation) {
        return sha256((train.digest() + validation.digest()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What {@code provenance.json} holds.
     *
     * @param startedAt of the run; that it is resumed changes nothing
     */
    public static Map<String, Object> describe(
            Experiment experiment, String dataDigest, String command, String startedAt) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("experiment", experiment.name());
        Map<String, String> files = digests(experiment);
        facts.put(KEY, key(experiment, dataDigest, files));
        facts.put("command", command);
        facts.put("version", version());
        facts.put("git_commit", git().orElse("unknown"));
        facts.put("seed", experiment.config().seed());
        facts.put("data_sha256", dataDigest);
        facts.put("files_sha256", files);
        facts.put(STARTED_AT, startedAt);
        facts.put("machine", machine());
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        facts.put("nd4j", nd4jVersion());
        facts.put(
                "backend", org.nd4j.linalg.factory.Nd4j.getBackend().getClass().getSimpleName());
        facts.put("kernels", Executors.kernels(experiment.config().execution()));
        facts.put("dtype", experiment.config().execution().dtype().name().toLowerCase(java.util.Locale.ROOT));
        facts.put("threads", experiment.threads().count());
        return facts;
    }

    /** Operating system, processor and number of cores. */
    public static String machine() {
        String cpu = "unknown processor";
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    cpu = line.substring(line.indexOf(':') + 1).trim();
                    break;
                }
            }
        } catch (IOException e) {
            cpu = System.getProperty("os.arch"); // no such file outside Linux
        }
        return cpu + ", " + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name");
    }

    private static Optional<String> git() {
        try {
            String root = System.getProperty("fpn.root", ".");
            Process process = new ProcessBuilder("git", "-C", root, "describe", "--always", "--dirty", "--abbrev=12")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** SHA-256 in hexadecimal. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** SHA-256 of a file's content, in hexadecimal. */
    private static String sha256(Path file) {
        MessageDigest digest = sha256();
        try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UserInputException(file.toString(), "cannot be read: " + e.getMessage());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
