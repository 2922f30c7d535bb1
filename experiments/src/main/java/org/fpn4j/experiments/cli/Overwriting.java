package org.fpn4j.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.run.RunDirectory;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * No command writes over what it reads. The command line says which files are which: what {@code --json}, {@code --html},
 * {@code --out}, {@code --onnx} and {@code --detections} name is written, every other path is read.
 */
final class Overwriting {
    private static final Set<String> WRITTEN = Set.of("--json", "--html", "--out", "--onnx", "--detections");

    private Overwriting() {}

    /** @throws UserInputException for every file that is to be read and written, and for files that make up a run */
    static void refuse(ParseResult parsed) {
        Map<Path, String> written = new LinkedHashMap<>();
        List<Path> read = new ArrayList<>();
        for (ParseResult command : parsed.asCommandLineList().stream()
                .map(line -> line.getParseResult())
                .toList()) {
            for (ArgSpec argument : command.matchedArgs()) {
                if (argument instanceof OptionSpec option && WRITTEN.contains(option.longestName())) {
                    paths(option.getValue()).forEach(path -> written.put(path, option.longestName()));
                } else {
                    read.addAll(paths(argument.getValue()));
                }
            }
        }
        Problems problems = new Problems();
        written.forEach((target, option) -> {
            for (Path source : read) {
                if (isSame(source, target)) {
                    problems.add(
                            option + " " + target, "would overwrite what the command reads", "choose another file");
                } else if (Files.isDirectory(source) && new RunDirectory(source).decidesTheRun(target)) {
                    problems.add(option + " " + target, "would overwrite a file of the run", "choose another file");
                }
            }
        });
        problems.throwIfAny();
    }

    private static List<Path> paths(Object value) {
        if (value instanceof Path path) {
            return List.of(path);
        }
        if (value instanceof ResultPlace place) {
            return place.isAddress() ? List.of() : List.of(place.path());
        }
        if (value instanceof Collection<?> many) {
            return many.stream().flatMap(one -> paths(one).stream()).toList();
        }
        return List.of();
    }

    private static boolean isSame(Path source, Path target) {
        try {
            return Files.isRegularFile(source) && Files.isRegularFile(target) && Files.isSameFile(source, target);
        } catch (IOException e) {
            return false; // what cannot be looked at is told by whoever opens it
        }
    }
}
