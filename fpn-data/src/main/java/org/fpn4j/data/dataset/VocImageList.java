package org.fpn4j.data.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget.Growth;

/**
 * A list of images in {@code ImageSets/Main}: a name on each line, which may hold blanks. In the list of a class a second
 * column says -1, 0 or 1, and only images with 1 show the class; a list is one of these where every line has the column
 * and no line as a whole is a name. Where a name with folder and extension was written, those are dropped.
 */
final class VocImageList {
    private static final int LONGEST = 4096; // letters of a path
    private static final long LINE = 256; // bytes of one that is kept, with what becomes of it
    private static final Pattern TWO_COLUMNS = Pattern.compile("(.*\\S)\\s+(-1|0|1)");
    private static final Pattern FILE = Pattern.compile("(?i)(?:.*[/\\\\])?([^/\\\\]+?)(?:\\.(?:jpe?g|png|xml))?");

    private final Path list;
    private final Predicate<String> exists;
    private final List<DataProblem> problems;

    /**
     * A list to read.
     *
     * @param exists whether there is an image of a name
     * @param problems where what is odd goes
     */
    VocImageList(Path list, Predicate<String> exists, List<DataProblem> problems) {
        this.list = list;
        this.exists = exists;
        this.problems = problems;
    }

    /** The names in order, without repetitions. */
    List<String> names() {
        List<String> lines = lines();
        Set<String> names = new LinkedHashSet<>();
        for (String line : ofAClass(lines) ? positives(lines) : lines) {
            String name = name(line);
            if (name.isBlank() || name.equals(".") || name.equals("..")) {
                problems.add(
                        DataProblem.of(ProblemKind.MALFORMED_IMAGE, list.toString(), "image[" + name + "] is no file"));
            } else if (!names.add(name)) {
                problems.add(DataProblem.of(
                        ProblemKind.DUPLICATE_IMAGE, list.toString(), "image[" + name + "] is listed twice"));
            }
        }
        return List.copyOf(names);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(list)) {
            Growth growth = new Growth(list.toString(), "lines");
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                growth.add(LINE + 2L * line.length());
                addLine(lines, number, line.replace("\uFEFF", "").strip()); // some editors start files with it
            }
            return lines;
        } catch (CharacterCodingException e) {
            throw new UserInputException(list.toString(), "file is not text in UTF-8");
        } catch (IOException e) {
            throw new UserInputException(list.toString(), "file cannot be read: " + ReadFailure.reason(list, e));
        }
    }

    private void addLine(List<String> lines, int number, String line) {
        if (line.isEmpty()) {
            return;
        }
        Optional<String> fault = line.length() > LONGEST ? Optional.of("it is too long") : RootFolder.fault(line);
        if (fault.isPresent()) {
            problems.add(DataProblem.of(
                    ProblemKind.MALFORMED_IMAGE, list + ":" + number, "line is no file name: " + fault.get()));
        } else {
            lines.add(line);
        }
    }

    private boolean ofAClass(List<String> lines) {
        return lines.stream().allMatch(line -> TWO_COLUMNS.matcher(line).matches() && !exists.test(line));
    }

    private List<String> positives(List<String> lines) {
        List<String> positives = new ArrayList<>();
        for (String line : lines) {
            Matcher columns = TWO_COLUMNS.matcher(line);
            if (columns.matches() && columns.group(2).equals("1")) {
                positives.add(columns.group(1));
            } else {
                problems.add(DataProblem.of(ProblemKind.NOT_POSITIVE, list.toString(), "line[" + line + "]"));
            }
        }
        return positives;
    }

    private String name(String line) {
        Matcher file = FILE.matcher(line);
        return !exists.test(line) && file.matches() && exists.test(file.group(1)) ? file.group(1) : line;
    }
}
