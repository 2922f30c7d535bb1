package org.fpn4j.experiments.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the documents show a reader to write and to type. */
final class Documents {
    static final Path ROOT = Path.of(System.getProperty("fpn.root"));

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```$");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    /**
     * A fenced block.
     *
     * @param number from 1 among those of its document and language
     */
    record Block(String document, String language, int number, String text) {
        @Override
        public String toString() {
            return document + " " + language + " " + number;
        }
    }

    /**
     * A line to type, or words of a sentence that could be typed.
     *
     * @param fenced whether it stands in a block
     */
    record Typed(String document, boolean fenced, String text) {
        @Override
        public String toString() {
            return document + ": " + text;
        }
    }

    private Documents() {}

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (String folder : List.of("", "docs", "examples")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                files.map(file -> ROOT.relativize(file).toString())
                        .filter(name -> name.endsWith(".md"))
                        .sorted()
                        .forEach(names::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    private static String text(String name) {
        try {
            return Files.readString(ROOT.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (String document : names()) {
            Map<String, Integer> numbers = new LinkedHashMap<>();
            Matcher fence = FENCE.matcher(text(document));
            while (fence.find()) {
                int number = numbers.merge(fence.group(1), 1, Integer::sum);
                blocks.add(new Block(document, fence.group(1), number, fence.group(2)));
            }
        }
        return blocks;
    }

    /** Every line of a block of commands, with its variables filled in, and everything in a sentence that names {@code fpn}. */
    static List<Typed> typed() {
        List<Typed> typed = new ArrayList<>();
        for (Block block : blocks()) {
            if (block.text().lines().anyMatch(line -> line.startsWith("./fpn ") || line.startsWith("mvn "))) {
                Map<String, String> variables = new LinkedHashMap<>();
                for (String line : block.text().replace("\\\n", " ").split("\n")) {
                    String command = line.replaceAll("\\s+#.*", "").strip();
                    for (Map.Entry<String, String> variable : variables.entrySet()) {
                        command = command.replace("$" + variable.getKey(), variable.getValue());
                    }
                    Matcher assignment = Pattern.compile("([A-Z]+)=(\\S+)").matcher(command);
                    if (assignment.matches()) {
                        variables.put(assignment.group(1), assignment.group(2));
                    } else {
                        typed.add(new Typed(block.document(), true, command));
                    }
                }
            }
        }
        for (String document : names()) {
            Matcher span = SPAN.matcher(FENCE.matcher(text(document)).replaceAll(""));
            while (span.find()) {
                if (span.group(1).contains("./fpn")) {
                    typed.add(new Typed(document, false, span.group(1).replaceAll("\\s+", " ")));
                }
            }
        }
        return typed.stream().distinct().toList();
    }

    /** Files of this project that sentences name; patterns and placeholders are none. */
    static List<Typed> files() {
        Pattern file = Pattern.compile("(\\.ci|bench|configs|docs|examples)/[\\w./-]+");
        List<Typed> files = new ArrayList<>();
        for (String document : names()) {
            Matcher span = SPAN.matcher(FENCE.matcher(text(document)).replaceAll(""));
            while (span.find()) {
                String first = span.group(1).split("\\s")[0];
                if (file.matcher(first).matches()) {
                    files.add(new Typed(document, false, first));
                }
            }
        }
        return files.stream().distinct().toList();
    }
}
