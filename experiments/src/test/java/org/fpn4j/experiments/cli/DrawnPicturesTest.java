package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How pictures are named for {@code predict}, and where its drawings go. */
class DrawnPicturesTest {
    @TempDir
    private Path directory;

    private Path config;
    private Path weights;
    private Path films;

    @BeforeEach
    void writeWeightsAndPictures() throws IOException {
        config = TinyExperiment.write(directory);
        weights = directory.resolve("weights.safetensors");
        CommandRun initial = CommandRun.of("weights", config, "--out", weights, "--set", "head.prior=0.5");
        assertThat(initial.code()).as(initial.log()).isZero();
        films = Files.createDirectories(directory.resolve("films"));
        picture("b.png");
        picture("a.jpg");
        Files.createDirectories(films.resolve("old"));
        picture("old/c.JPEG");
        Files.writeString(films.resolve("notes.txt"), "no picture");
    }

    private Path picture(String name) throws IOException {
        Path file = films.resolve(name);
        ImageIO.write(
                new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB),
                name.endsWith(".png") ? "png" : "jpeg",
                file.toFile());
        return file;
    }

    private CommandRun predict(Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("predict", config, "--weights", weights));
        words.addAll(List.of(arguments));
        words.addAll(List.of("--set", "head.postprocess.score_threshold=0.01"));
        return CommandRun.of(words.toArray());
    }

    private static List<String> names(CommandRun run) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode one : new ObjectMapper().readTree(run.results())) {
            String name = Path.of(one.get("file_name").asText()).getFileName().toString();
            if (names.isEmpty() || !names.get(names.size() - 1).equals(name)) {
                names.add(name);
            }
        }
        return names;
    }

    @Test
    void aFolderStandsForItsPicturesInTheOrderOfNames() throws IOException {
        CommandRun run = predict(films, "--json", "-");

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(names(run)).containsExactly("a.jpg", "b.png");
        assertThat(run.log()).contains(films + ": [2] of its [3] files are DICOM, JPEG, PNG or TIFF pictures");
    }

    @Test
    void patternsStandForWhatTheyMatch() throws IOException {
        assertThat(names(predict(films.resolve("*.{png,txt}"), "--json", "-"))).containsExactly("b.png");
        assertThat(names(predict(films.resolve("**"), "--json", "-"))).containsExactly("a.jpg", "b.png", "c.JPEG");
        assertThat(names(predict(films.resolve("?ld/*"), "--json", "-"))).containsExactly("c.JPEG");
    }

    @Test
    void aFileWhoseNameLooksLikeAPatternIsAFile() throws IOException {
        Path odd = picture("[1].png");

        assertThat(names(predict(odd, "--json", "-"))).containsExactly("[1].png");
    }

    @Test
    void whatStandsForNoPictureIsToldAllAtOnce() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        CommandRun run = predict(empty, films.resolve("*.gif"), "--json", "-");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .isEqualTo(empty + ": folder holds no DICOM, JPEG, PNG or TIFF files\n    a pattern as '" + empty
                        + "/**.png' looks into its folders\n" + films
                        + "/*.gif: pattern matches no DICOM, JPEG, PNG or TIFF file\n"
                        + "2 problems.\n");
    }

    @Test
    void drawingsLieBesideTheirPicturesWithoutTouchingThem() throws IOException {
        byte[] neighbour = Files.readAllBytes(picture("a.png"));
        byte[] original = Files.readAllBytes(films.resolve("a.jpg"));

        CommandRun run = predict(films.resolve("a.jpg"), "--out", films);

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results())
                .contains(films.resolve("a.jpg") + ": ", " with score 0.3 or more", " in " + films + "/a.boxes.png\n");
        assertThat(films.resolve("a.boxes.png")).isNotEmptyFile();
        assertThat(films.resolve("a.jpg")).hasBinaryContent(original);
        assertThat(films.resolve("a.png")).hasBinaryContent(neighbour);
    }

    @Test
    void picturesOfOneNameAreToldApartByTheirNumbers() throws IOException {
        picture("a.png");
        Path out = directory.resolve("drawn");

        CommandRun run = predict(films.resolve("a.jpg"), films.resolve("a.png"), "--out", out);

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("1-a.boxes.png", "2-a.boxes.png");
    }

    @Test
    void aPictureThatIsCalledLikeADrawingIsKept() throws IOException {
        Path clash = picture("b.boxes.png");
        byte[] before = Files.readAllBytes(clash);

        CommandRun run = predict(films.resolve("b.png"), clash, "--out", films);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains(clash + ": is one of the pictures, and would be overwritten");
        assertThat(clash).hasBinaryContent(before);
        assertThat(films.resolve("b.boxes.boxes.png")).doesNotExist();
    }

    @Test
    void heatMapsAreNotWrittenOverTheirPicture() throws IOException {
        Path all = picture("all.png");
        byte[] before = Files.readAllBytes(all);

        CommandRun run = CommandRun.of("heatmaps", config, all, "--weights", weights, "--out", films);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains(all + ": is one of the pictures, and would be overwritten");
        assertThat(all).hasBinaryContent(before);
        assertThat(films.toFile().list()).doesNotContain("features-C2.png");
    }
}
