package org.fpn4j.experiments.spark;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.config.problem.UserInputException;

/**
 * Apache Spark on this machine: a folder with {@code jars}, perhaps {@code bin} and {@code conf}, as its downloads and its Python
 * package have them.
 *
 * @param path of the folder
 * @param scala the release of Scala it was built for, as {@code 2.13}
 */
record SparkHome(Path path, String scala) {
    private static final String VARIABLE = "SPARK_HOME";
    private static final Pattern CORE = Pattern.compile("spark-core_(\\d+\\.\\d+)-(\\d+)\\.(\\d+).*\\.jar");

    /** Spark runs on Java 17 from 3.3 on, and syncs its levels of logging from 3.5 on. */
    private static final int OLDEST = 305;

    SparkHome {
        requireNonNull(path, "path is null");
        requireNonNull(scala, "scala is null");
    }

    /** @throws UserInputException where there is none */
    static SparkHome of(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        String hint = "unpack a download of Apache Spark 3.5 or newer and set " + VARIABLE + " to its folder";
        if (named.isEmpty()) {
            throw new UserInputException(VARIABLE, "is not set, and --spark needs Spark on this machine", hint);
        }
        Path home = Path.of(named).toAbsolutePath();
        Path jars = home.resolve("jars");
        try (DirectoryStream<Path> cores = Files.newDirectoryStream(jars, "spark-core_*.jar")) {
            for (Path core : cores) {
                Matcher name = CORE.matcher(core.getFileName().toString());
                if (name.matches()) {
                    int release = Integer.parseInt(name.group(2)) * 100 + Integer.parseInt(name.group(3));
                    if (release < OLDEST) {
                        throw new UserInputException(
                                VARIABLE,
                                "folder[" + home + "] holds Spark " + name.group(2) + "." + name.group(3),
                                hint);
                    }
                    return new SparkHome(home, name.group(1));
                }
            }
        } catch (IOException e) {
            throw new UserInputException(VARIABLE, "folder[" + jars + "] cannot be read as a folder", hint);
        }
        throw new UserInputException(VARIABLE, "folder[" + jars + "] holds no spark-core_*.jar", hint);
    }

    /** The keys that {@code conf/spark-defaults.conf} sets. */
    Set<String> defaults(Map<String, String> environment) {
        Path folder = environment.containsKey("SPARK_CONF_DIR")
                ? Path.of(environment.get("SPARK_CONF_DIR"))
                : path.resolve("conf");
        Properties defaults = new Properties();
        try (InputStream stream = Files.newInputStream(folder.resolve("spark-defaults.conf"))) {
            defaults.load(stream);
        } catch (IOException e) {
            return Set.of(); // Spark has none then, either
        }
        return defaults.stringPropertyNames();
    }

    /**
     * A process of {@code spark-submit} that has not started yet. A home without it has the command made by Spark's own
     * launcher, which is what that script does.
     */
    ProcessBuilder submit(List<String> arguments) throws IOException, InterruptedException {
        Path script = path.resolve("bin").resolve("spark-submit");
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(script)) {
            command.add(script.toString());
            command.addAll(arguments);
        } else {
            command.addAll(launched(arguments));
        }
        return process(command);
    }

    private ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(VARIABLE, path.toString());
        builder.environment().putIfAbsent("SPARK_SCALA_VERSION", scala); // which Spark's scripts find out
        return builder;
    }

    private List<String> launched(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                path.resolve("jars").resolve("*").toString(),
                "org.apache.spark.launcher.Main",
                "org.apache.spark.deploy.SparkSubmit"));
        command.addAll(arguments);
        Process process =
                process(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new UserInputException(
                    VARIABLE, "folder[" + path + "] has a launcher that makes no command of these settings");
        }
        // what the JVM may have said ends with a line of its own; then words, each with a NUL behind it
        String words = text.substring(text.indexOf("\0\n") + 2);
        return List.of(words.split("\0"));
    }
}
