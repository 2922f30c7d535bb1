package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Synthetic studies in the formats of others are trained on by what the README says of these formats. */
class MadeStudiesTest {
    @TempDir
    private Path directory;

    /** The README's {@code data:} of a format. */
    private String documented(String type, Path root) throws IOException {
        Matcher line = Pattern.compile("\\| `(\\{type: " + type + ", .*\\})` \\|")
                .matcher(Files.readString(Documents.ROOT.resolve("README.md")));
        assertThat(line.find()).isTrue();
        return line.group(1).replace("root: DIR", "root: '" + root + "'");
    }

    @ParameterizedTest
    @CsvSource({"rsna, rsna, 1", "vindr, vindr, 3", "yolo, yolo, 3", "dicom, csv, 3"})
    void aStudyIsTrainedOnAsTheReadmeSays(String format, String type, int classes) throws IOException {
        Path root = directory.resolve("data");
        CommandRun made = CommandRun.of(
                "make-data",
                "--format",
                format,
                "--out",
                root,
                "--set",
                "train_images=20",
                "--set",
                "val_images=6",
                "--set",
                "test_images=6",
                "--set",
                "height=64",
                "--set",
                "width=64");
        assertThat(made.code()).as(made.log()).isZero();

        CommandRun training = CommandRun.of(
                "train",
                TinyExperiment.write(directory),
                "--out",
                directory.resolve("run"),
                "--set",
                "training.epochs=1",
                "--set",
                "data=" + documented(type, root),
                "--set",
                "head.num_classes=" + classes);

        assertThat(training.code()).as(training.log()).isZero();
        assertThat(training.log()).contains(type + " data train: ").contains(classes + " classes");
        assertThat(directory.resolve("run/report.html")).exists();
    }
}
