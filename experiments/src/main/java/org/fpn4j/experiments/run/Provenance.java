package org.fpn4j.experiments.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.fpn4j.core.files.Digests;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.experiments.config.Experiment;

/** Where a result comes from: what decides it, and on what it was made. */
public final class Provenance {
    /** Field of {@code provenance.json} with the hash of the run's {@link RunKey}. */
    static final String KEY = "key";

    /** Field of {@code provenance.json} with its parts. */
    static final String KEY_PARTS = "key_parts";

    /** Field of {@code provenance.json} with the run's first start. */
    static final String STARTED_AT = "started_at";

    /** Field of {@code provenance.json} with the commit of the program. */
    static final String COMMIT = "git_commit";

    /** Field of {@code provenance.json} with the machine that the run began on. */
    static final String MACHINE = "machine";

    /** Stands where nobody knows. */
    static final String UNKNOWN = "unknown";

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
            return UNKNOWN; // a version is told, never relied on
        }
        return properties.getProperty(key, UNKNOWN);
    }

    /** Digest of the splits that decide a result. */
    public static String digest(Dataset train, Dataset validation) {
        return Digests.sha256(train.digest() + validation.digest());
    }

    /** The present time as people read it, to the second. */
    public static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * What {@code provenance.json} holds.
     *
     * @param startedAt of the run; that it is resumed changes nothing
     */
    public static Map<String, Object> describe(
            Experiment experiment, String dataDigest, String command, String startedAt) {
        RunKeys keys = new RunKeys();
        RunKey key = keys.of(experiment, dataDigest);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("experiment", experiment.name());
        facts.put(KEY, key.hash());
        facts.put(KEY_PARTS, key.parts());
        facts.put("command", command);
        facts.put("version", version());
        facts.put(COMMIT, commit());
        facts.put("seed", experiment.config().seed());
        facts.put("data_sha256", dataDigest);
        facts.put("files_sha256", keys.files(experiment));
        facts.put(STARTED_AT, startedAt);
        facts.put(MACHINE, machine());
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        facts.put("nd4j", nd4jVersion());
        facts.put(
                "backend", org.nd4j.linalg.factory.Nd4j.getBackend().getClass().getSimpleName());
        facts.put("kernels", experiment.config().execution().usedKernels());
        facts.put("dtype", experiment.config().execution().dtype().name().toLowerCase(java.util.Locale.ROOT));
        facts.put("threads", experiment.checked().threads().count());
        facts.put("device", experiment.config().execution().device());
        return facts;
    }

    /** Operating system, processor and number of cores. */
    public static String machine() {
        return Processor.name() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                + System.getProperty("os.name");
    }

    /**
     * The commit of the sources that this was built of, as git describes it. A checkout is asked, because it goes on after
     * a build; what was given away has it written inside, wherever it lies.
     */
    public static String commit() {
        return commit(Optional.ofNullable(System.getProperty("fpn.root")).map(Path::of));
    }

    static String commit(Optional<Path> root) {
        return root.filter(folder -> Files.exists(folder.resolve(".git"))) // else git would tell of a project around
                .flatMap(Provenance::describe)
                .orElseGet(() -> property("fpn4j.properties", "commit"));
    }

    private static Optional<String> describe(Path root) {
        try {
            Process process = new ProcessBuilder(
                            "git", "-C", root.toString(), "describe", "--always", "--dirty", "--abbrev=12")
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
}
