package org.fpn4j.experiments.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every message to users has words of its own in some test. */
class MessageTextsTest {
    private static final Path ROOT = Path.of(System.getProperty("fpn.root"));
    private static final Pattern BEGINNING = Pattern.compile(
            "new (?:UserInputException|DataProblem|Problem|InvalidFieldsException)\\(|problems\\.add\\(");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    /** Shorter pieces are found anywhere. */
    private static final int WORDS = 9;

    /** What no test can bring about: a user without rights, a device that fails, a file that changes between reads. */
    private static final Set<String> OUT_OF_REACH = Set.of(
            "may not be read", "file cannot be read", "image is gone since its header was read", "has no parameter");

    private static List<Path> sources(String below) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains(below))
                    .sorted()
                    .toList();
        }
    }

    private static String joined(Path source) throws IOException {
        return JOINT.matcher(Files.readString(source)).replaceAll("");
    }

    /** The text from an opening parenthesis to the one that closes it. */
    private static String arguments(String source, int opening) {
        int depth = 0;
        boolean quoted = false;
        for (int i = opening; i < source.length(); i++) {
            char sign = source.charAt(i);
            if (quoted && sign == '\\') {
                i++;
            } else if (sign == '"') {
                quoted = !quoted;
            } else if (!quoted && sign == '(') {
                depth++;
            } else if (!quoted && sign == ')' && --depth == 0) {
                return source.substring(opening, i);
            }
        }
        throw new IllegalStateException("no end of " + source.substring(opening));
    }

    /** The pieces of a message that are always the same. */
    private static List<String> pieces(String arguments) {
        return LITERAL.matcher(arguments)
                .results()
                .map(literal -> literal.group(1).replaceAll("^[\\W]+|[\\W]+$", ""))
                .filter(piece -> piece.length() >= WORDS)
                .toList();
    }

    @Test
    void everyMessageIsPinned() throws IOException {
        StringBuilder tests = new StringBuilder();
        for (Path source : sources("/src/test/")) {
            if (!source.endsWith("MessageTextsTest.java")) {
                tests.append(joined(source)).append('\n');
            }
        }
        String pinned = tests.toString();
        List<String> missing = new ArrayList<>();
        Set<String> used = new TreeSet<>();
        int messages = 0;
        for (Path source : sources("/src/main/")) {
            String text = joined(source);
            Matcher beginning = BEGINNING.matcher(text);
            for (MatchResult found : beginning.results().toList()) {
                List<String> pieces = pieces(arguments(text, found.end() - 1));
                messages += pieces.isEmpty() ? 0 : 1;
                pieces.stream().filter(OUT_OF_REACH::contains).forEach(used::add);
                if (!pieces.isEmpty()
                        && pieces.stream().noneMatch(pinned::contains)
                        && pieces.stream().noneMatch(OUT_OF_REACH::contains)) {
                    missing.add(source.getFileName() + ": " + pieces);
                }
            }
        }

        assertThat(messages).isGreaterThan(150); // the pattern finds them
        assertThat(missing).isEmpty();
        assertThat(used).isEqualTo(new TreeSet<>(OUT_OF_REACH));
    }
}
