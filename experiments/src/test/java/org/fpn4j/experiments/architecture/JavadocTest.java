package org.fpn4j.experiments.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of the library see has a sentence: public methods and constructors, and methods of interfaces. */
class JavadocTest {
    private static final Path ROOT = Path.of(System.getProperty("fpn.root"));
    private static final Pattern PUBLIC =
            Pattern.compile("( {4}| {8})public (?!.*\\b(class|record|enum|interface)\\b)[^=;]*\\(.*");
    private static final Pattern OF_INTERFACE =
            Pattern.compile(" {4}(?!public|private|/)\\w[\\w<>\\[\\], ?.]* \\w+\\(.*");
    private static final Pattern TYPE = Pattern.compile("public .*\\b(class|record|enum|interface) .*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fpn-claim",
                "fpn-config",
                "fpn-core",
                "fpn-panet",
                "fpn-bifpn",
                "fpn-yolo",
                "fpn-heads",
                "fpn-engine",
                "fpn-onednn",
                "fpn-cuda",
                "fpn-data",
                "fpn-evaluation",
                "fpn-interop",
                "fpn-training",
                "fpn-serve",
                "fpn-spark",
                "fpn-tracking",
            })
    void whatIsPublicSaysWhatItDoes(String module) throws IOException {
        List<String> silent = new ArrayList<>();
        int looked = 0;
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                List<String> lines = Files.readAllLines(file);
                if (lines.stream().anyMatch(line -> TYPE.matcher(line).matches())) {
                    looked++;
                    silent.addAll(silent(file, lines));
                }
            }
        }

        assertThat(silent).isEmpty();
        assertThat(looked).as("files with a public type").isPositive();
    }

    private static List<String> silent(Path file, List<String> lines) {
        boolean ofInterface = lines.stream().anyMatch(line -> line.matches("public .*\\binterface .*"));
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean counts = PUBLIC.matcher(line).matches()
                    || (ofInterface && OF_INTERFACE.matcher(line).matches());
            if (counts && !isTold(lines, i)) {
                silent.add(file.getFileName() + ":" + (i + 1) + ": " + line.strip());
            }
        }
        return silent;
    }

    /** Whether a comment ends before the annotations of a line, or one of them says that it is told elsewhere. */
    private static boolean isTold(List<String> lines, int line) {
        int before = line - 1;
        while (lines.get(before).strip().startsWith("@")) {
            if (lines.get(before).strip().equals("@Override")) {
                return true;
            }
            before--;
        }
        return lines.get(before).strip().endsWith("*/");
    }
}
