package org.fpn4j.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.fpn4j.config.problem.Excerpt;

/** A config file and the files below it: each may name one parent, {@code base: other.yaml}, relative to itself. */
final class ConfigFiles {
    static final String BASE_KEY = "base";

    /** Bytes of a file. A config that names every key has 6 thousand. */
    private static final int LARGEST = 1 << 20;

    /** Files below each other. */
    private static final int LONGEST_CHAIN = 200;

    private final LocatedProblems problems;

    ConfigFiles(LocatedProblems problems) {
        this.problems = problems;
    }

    /**
     * Reads a file and its bases.
     *
     * @return lowest first, without their {@code base} keys; empty if one of them cannot be read, which is reported
     */
    List<LocatedTree> readChain(Path file) {
        Deque<LocatedTree> layers = new ArrayDeque<>();
        List<Path> chain = new ArrayList<>();
        Optional<Path> next = Optional.of(file);
        Origin asked = Origin.file(file.toString());
        while (next.isPresent()) {
            Path current = next.get();
            Optional<LocatedTree> tree = read(current, asked, chain.isEmpty() ? "" : "base");
            if (tree.isEmpty()) {
                return List.of();
            }
            chain.add(current);
            next = Optional.empty();
            LocatedTree layer = tree.get();
            if (layer instanceof LocatedTree.Block block && block.entries().containsKey(BASE_KEY)) {
                LocatedTree base = block.entries().get(BASE_KEY);
                layer = block.without(BASE_KEY);
                asked = base.origin();
                next = parent(base, chain);
                if (next.isEmpty()) {
                    return List.of();
                }
            }
            layers.addFirst(layer);
        }
        return List.copyOf(layers);
    }

    private Optional<Path> parent(LocatedTree base, List<Path> chain) {
        if (base.json().isNull()) {
            return Optional.empty();
        }
        String name = base.json().asText();
        if (!base.json().isTextual()) {
            problems.add(base.origin(), Place.ROOT.key("", BASE_KEY).refuses(base, "must be the path of one file"));
            return Optional.empty();
        }
        Path parent;
        try {
            parent = relative(chain.get(chain.size() - 1), name);
        } catch (InvalidPathException e) {
            problems.add(base.origin(), "base[" + Excerpt.of(name) + "] is not a path");
            return Optional.empty();
        }
        if (chain.size() == LONGEST_CHAIN) {
            problems.add(
                    base.origin(),
                    "base[" + Excerpt.of(name) + "] is one too many; at most " + LONGEST_CHAIN
                            + " files may stand on each other");
            return Optional.empty();
        }
        for (Path seen : chain) {
            if (isSame(seen, parent)) {
                problems.add(base.origin(), "base[" + name + "] closes a circle: " + circle(chain, seen));
                return Optional.empty();
            }
        }
        return Optional.of(parent);
    }

    private static Path relative(Path file, String name) {
        Path folder = file.getParent();
        return folder == null ? Path.of(name).normalize() : folder.resolve(name).normalize();
    }

    private static boolean isSame(Path first, Path second) {
        try {
            return Files.isSameFile(first, second);
        } catch (IOException e) {
            return false; // what is not there is reported when it is read
        }
    }

    private static String circle(List<Path> chain, Path start) {
        StringBuilder text = new StringBuilder();
        chain.subList(chain.indexOf(start), chain.size())
                .forEach(file -> text.append(file).append(" -> "));
        return text.append(start).toString();
    }

    /**
     * Reads one file.
     *
     * @param asked where the file was named
     * @param key the key that named it, empty for the file the user gave
     */
    Optional<LocatedTree> read(Path file, Origin asked, String key) {
        Optional<String> text = text(file, asked, key);
        String name = file.toString();
        return text.flatMap(
                found -> YamlReader.read(found, (line, column) -> Origin.file(name, line, column), problems));
    }

    private Optional<String> text(Path file, Origin asked, String key) {
        String noun = key.isEmpty() ? "config file" : key + "[" + Excerpt.of(file.toString()) + "]";
        if (Files.isDirectory(file)) {
            problems.add(asked, noun + " is a directory, not a file");
            return Optional.empty();
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                problems.add(asked, noun + " is larger than " + (LARGEST >> 20) + " MB; a config is a page of text");
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (NoSuchFileException e) {
            problems.add(asked, noun + " does not exist");
        } catch (AccessDeniedException e) {
            problems.add(asked, noun + " may not be read");
        } catch (CharacterCodingException e) {
            problems.add(asked, noun + " is not UTF-8 text");
        } catch (IOException e) {
            problems.add(asked, noun + " cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }
}
