package org.fpn4j.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The archive of the command line, as somebody meets it who has downloaded it. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class FpnArchiveIT {
    private static Unpacked unpacked;

    @BeforeAll
    static void unpack() throws Exception {
        assumeThat(Archives.runsHere()).as("an archive for another platform").isTrue();
        unpacked = Unpacked.of(Archives.fpn(), Archives.place("fpn"));
        unpacked.give(unpacked.home());
    }

    /** As it stands in the libraries. */
    private static String commit() throws IOException {
        Path jar = unpacked.home().resolve("lib/fpn4j-experiments-" + Archives.VERSION + ".jar");
        Properties properties = new Properties();
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream stream = zip.getInputStream(zip.getEntry("fpn4j.properties"))) {
            properties.load(stream);
        }
        return properties.getProperty("commit");
    }

    @Test
    void everyLibraryIsListedWithItsLicence() throws Exception {
        assertThat(unpacked.unlisted()).isEmpty();
    }

    @Test
    void theCommitIsThatOfTheCheckout() throws Exception {
        assumeThat(Path.of("..", ".git")).exists();

        assertThat(commit()).matches("(.+-g)?[0-9a-f]{12}(-dirty)?|v?\\d+([.]\\d+)*(-dirty)?");
    }

    @Test
    void theFolderHasTheNameAndTheVersion() throws Exception {
        assertThat(unpacked.home()).hasFileName("fpn4j-" + Archives.VERSION);
        assertThat(unpacked.printed("bin/fpn", "--version")).isEqualTo("fpn4j " + Archives.VERSION + "\n");
    }

    @Test
    void theFirstStartKeepsWhatMakesLaterOnesFaster() throws Exception {
        unpacked.printed("bin/fpn", "--version");

        assertThat(unpacked.home().resolve("lib/fpn.jsa")).isNotEmptyFile();
    }

    @Test
    void commandsOfTheDocumentsRunInTheFolder() throws Exception {
        Shell shell = new Shell(unpacked.home(), unpacked.environment());

        Shell.Ended ended = shell.run(List.of("./fpn", "cost", "configs/models/tiny.yaml"));

        assertThat(ended.code()).as(ended.printed()).isZero();
        assertThat(ended.printed()).contains("total").contains("767,704");
    }

    @Test
    void trainsFromAnywhereAndTellsTheCommitThatItWasBuiltOf() throws Exception {
        Path config = unpacked.home().resolve("configs/models/tiny.yaml");
        String printed = unpacked.printed(
                "bin/fpn",
                "train",
                config,
                "--set",
                "training.epochs=1",
                "--set",
                "data.train_images=4",
                "--set",
                "data.val_images=2");

        assertThat(printed).contains("runs/tiny-0  AP ");
        assertThat(unpacked.work().resolve("runs/tiny-0/report.html")).isNotEmptyFile();
        assertThat(unpacked.work().resolve("runs/tiny-0/provenance.json"))
                .content()
                .contains("\"git_commit\" : \"" + commit() + "\"");
    }

    @Test
    void levelsAreToldWithoutATraining() throws Exception {
        assertThat(unpacked.printed("bin/fpn", "levels", unpacked.home().resolve("configs/models/tiny.yaml")))
                .contains("P2, P3, P4, P5");
    }

    @Test
    void doctorFindsTheKernels() throws Exception {
        assertThat(unpacked.printed("bin/fpn", "doctor"))
                .contains("fpn4j           " + Archives.VERSION + ", commit " + commit() + "\n")
                .contains("nd4j kernels    work\n");
    }

    @Test
    void startsInAFolderOfOthers() throws Exception {
        Unpacked closed = Unpacked.of(Archives.fpn(), Archives.place("of others"));
        closed.close();

        assertThat(closed.printed("bin/fpn", "--version")).isEqualTo("fpn4j " + Archives.VERSION + "\n");
        assertThat(closed.printed("bin/fpn", "cost", closed.home().resolve("configs/models/tiny.yaml")))
                .contains("767,704");
        assertThat(closed.home().resolve("lib/fpn.jsa")).doesNotExist();
    }

    @Test
    void aMissingJavaIsTold() throws Exception {
        Path without = Files.createDirectories(Archives.place("without Java"));
        for (String tool : List.of("bash", "readlink", "dirname", "locale", "awk", "grep", "head")) {
            Path program = Path.of("/usr/bin", tool);
            Files.deleteIfExists(without.resolve(tool));
            Files.createSymbolicLink(without.resolve(tool), Files.exists(program) ? program : Path.of("/bin", tool));
        }

        Shell.Ended ended = unpacked.run(Map.of("PATH", without.toString()), "bin/fpn", "--version");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.printed())
                .isEqualTo("fpn4j needs Java 17 or newer: JAVA_HOME names none, and there is none on the PATH\n");
    }

    @Test
    void theCompletionIsThatOfAShell() throws Exception {
        Path script = unpacked.home().resolve("completions/fpn.bash");

        Shell.Ended ended = new Shell(unpacked.work(), unpacked.environment())
                .run(List.of("bash", "-c", "source \"$0\" && complete -p fpn", script.toString()));

        assertThat(ended.code()).as(ended.printed()).isZero();
        assertThat(ended.printed()).contains("_complete_fpn");
    }

    /** Beside the class path, where the program looks for it. */
    @Test
    void whatSparkIsGivenIsThere() throws Exception {
        assertThat(unpacked.home().resolve("lib/spark/fpn-spark-" + Archives.VERSION + ".jar"))
                .exists();
        assertThat(unpacked.home().resolve("lib/fpn-claim-" + Archives.VERSION + ".jar"))
                .exists();
        assertThat(unpacked.home().resolve("lib/fpn-spark-" + Archives.VERSION + ".jar"))
                .doesNotExist();
    }
}
