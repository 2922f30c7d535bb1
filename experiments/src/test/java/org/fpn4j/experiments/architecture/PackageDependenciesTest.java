package org.fpn4j.experiments.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every {@code package-info.java} has one sentence that begins with "Depends on" and names exactly what its package
 * depends on: packages below {@code org.fpn4j}, or "the library" for all of them but the experiments and those of its own
 * module, and libraries by the names of {@link #LIBRARIES}.
 */
class PackageDependenciesTest {
    private static final Path ROOT = Path.of(System.getProperty("fpn.root"));
    private static final String OURS = "org.fpn4j.";
    private static final String BEGINNING = "Depends on ";
    private static final String EVERYTHING = "everything else";
    private static final String THE_LIBRARY = "the library";

    /** What each library's packages begin with, the longest that fits counts; an empty name is not told. */
    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("org.nd4j.", "ND4J"),
            Map.entry("org.bytedeco.", "ND4J"),
            Map.entry("org.bytedeco.javacpp.", "JavaCPP"),
            Map.entry("org.bytedeco.cuda.", "CUDA"),
            Map.entry("org.nd4j.shade.protobuf.", "protobuf"),
            Map.entry("onnx.", "protobuf"),
            Map.entry("org.bytedeco.dnnl.", "oneDNN"),
            Map.entry("org.deeplearning4j.", "DL4J"),
            Map.entry("com.google.inject.", "Guice"),
            Map.entry("com.fasterxml.jackson.", "Jackson"),
            Map.entry("com.samskivert.", "jmustache"),
            Map.entry("picocli.", "picocli"),
            Map.entry("java.awt.", "AWT"),
            Map.entry("javax.imageio.", "AWT"),
            Map.entry("org.openjdk.jmh.", "JMH"),
            Map.entry("com.github.therapi.runtimejavadoc.", "runtime-javadoc"),
            Map.entry("org.yaml.snakeyaml.", "SnakeYAML"),
            Map.entry("org.apache.hadoop.", "Hadoop"),
            Map.entry("org.apache.spark.", "Spark"),
            Map.entry("scala.", ""), // what Spark's Java API is made of
            Map.entry("java.", ""),
            Map.entry("javax.", ""),
            Map.entry("com.sun.management.", ""),
            Map.entry("com.sun.net.httpserver.", ""),
            Map.entry("org.w3c.dom.", ""),
            Map.entry("org.xml.sax.", ""),
            Map.entry("com.google.auto.service.", ""));

    /** What the classes of each package depend on, by the names that a sentence has for it. */
    private static Map<String, Set<String>> found() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (JavaClass type : MainClasses.read()) {
            Set<String> names = found.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                add(names, type.getPackageName(), target.getPackageName());
            }
        }
        for (String module : List.of("examples", "benchmarks")) {
            Path sources =
                    ROOT.resolve(module).resolve("src/main/java/org/fpn4j").resolve(module);
            found.put(OURS + module, imports(OURS + module, sources));
        }
        for (String name : List.of("spark", "spark.mirror")) {
            Path sources = ROOT.resolve("fpn-spark/src/main/java/org/fpn4j").resolve(name.replace('.', '/'));
            found.put(OURS + name, imports(OURS + name, sources));
        }
        return found;
    }

    /** Of modules that stand outside this one's class path: what their sources import. */
    private static Set<String> imports(String own, Path sources) {
        Pattern line = Pattern.compile("^import (?:static )?((?:[a-z0-9_]+\\.)+)[A-Z].*;", Pattern.MULTILINE);
        Set<String> names = new TreeSet<>();
        for (Path source : files(sources, ".java")) {
            if (!source.getParent().equals(sources)) {
                continue; // another package
            }
            Matcher matcher = line.matcher(read(source));
            while (matcher.find()) {
                add(names, own, matcher.group(1).substring(0, matcher.group(1).length() - 1));
            }
        }
        return names;
    }

    private static void add(Set<String> names, String own, String target) {
        if (target.startsWith(OURS) && !target.equals(own)) {
            names.add(target.substring(OURS.length()));
        } else if (!target.startsWith(OURS) && !target.isEmpty()) {
            String prefix = LIBRARIES.keySet().stream()
                    .filter((target + ".")::startsWith)
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
            String name = LIBRARIES.getOrDefault(prefix, target);
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
    }

    /** The text of each package's description, without the signs of a comment. */
    private static Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        for (Path file : files(ROOT, "package-info.java")) {
            if (file.toString().contains("/src/main/")) {
                String text = read(file);
                Matcher name = Pattern.compile("^package ([a-z0-9_.]+);", Pattern.MULTILINE)
                        .matcher(text);
                assertThat(name.find()).as(file.toString()).isTrue();
                described.put(
                        name.group(1),
                        text.replaceAll("(?m)^ *(/\\*\\*|\\*/|\\*) ?", "").replaceAll("\\s+", " "));
            }
        }
        return described;
    }

    private static List<Path> files(Path below, String ending) {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file ->
                            file.toString().endsWith(ending) && !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sentence that is true, as it has to be written. */
    private static String sentence(String of, Set<String> names, String told) {
        String module = of.substring(OURS.length()).replaceFirst("\\..*", ".");
        List<String> words = new ArrayList<>();
        boolean library = told.substring(Math.max(0, told.indexOf(BEGINNING))).contains(THE_LIBRARY);
        names.stream()
                .filter(name -> !LIBRARIES.containsValue(name))
                .filter(name -> !library || name.startsWith("experiments.") || name.startsWith(module))
                .forEach(name -> words.add("{@code " + name + "}"));
        if (library && names.stream().anyMatch(name -> ofTheLibrary(name) && !name.startsWith(module))) {
            words.add(THE_LIBRARY);
        }
        names.stream().filter(LIBRARIES::containsValue).forEach(words::add);
        return BEGINNING + (words.isEmpty() ? "nothing" : enumerated(words));
    }

    private static boolean ofTheLibrary(String name) {
        return !name.startsWith("experiments.") && !LIBRARIES.containsValue(name);
    }

    private static String enumerated(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    /** A module that is not on this one's class path would be believed whatever it says. */
    @Test
    void thePackagesOfAllModulesAreLookedAt() {
        assertThat(found().keySet())
                .containsExactlyInAnyOrderElementsOf(described().keySet());
    }

    @Test
    void everyPackageSaysWhatItDependsOn() {
        Map<String, String> described = described();
        List<String> untrue = new ArrayList<>();
        found().forEach((name, names) -> {
            String text = described.getOrDefault(name, "");
            String truth = sentence(name, names, text);
            boolean once = text.split(BEGINNING, -1).length == 2;
            boolean everything = text.contains(BEGINNING + EVERYTHING);
            if (!once || (!everything && !text.matches(".*" + Pattern.quote(truth) + "[.;] .*"))) {
                untrue.add(name + ": " + truth);
            }
        });

        assertThat(untrue).as("packages, and what they have to say").isEmpty();
    }
}
