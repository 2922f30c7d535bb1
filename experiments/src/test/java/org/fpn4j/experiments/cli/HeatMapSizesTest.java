package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heatmaps --sizes} of a detector with levels C2 to C5 and P3 to P5, whose config has an input of 64 x 64. */
class HeatMapSizesTest {
    @TempDir
    private static Path directory;

    private static Path config;
    private static Path weights;
    private static Path picture;

    @TempDir
    private Path place;

    @BeforeAll
    static void writeWeightsAndPicture() throws IOException {
        config = TinyExperiment.write(directory);
        weights = directory.resolve("weights.safetensors");
        CommandRun initial = CommandRun.of("weights", config, "--out", weights);
        assertThat(initial.code()).as(initial.log()).isZero();
        BufferedImage drawn = new BufferedImage(80, 50, BufferedImage.TYPE_BYTE_GRAY);
        drawn.getGraphics().fillOval(10, 10, 30, 30);
        picture = directory.resolve("disc.png");
        ImageIO.write(drawn, "png", picture.toFile());
    }

    private CommandRun heatmaps(String sizes, String... sets) {
        List<Object> words =
                new ArrayList<>(List.of("heatmaps", config, picture, "--weights", weights, "--out", out()));
        for (String set : sets) {
            words.addAll(List.of("--set", set));
        }
        words.addAll(List.of("--sizes", sizes));
        return CommandRun.of(words.toArray());
    }

    private Path out() {
        return place.resolve("maps");
    }

    private String page(String sizes, String... sets) throws IOException {
        CommandRun run = heatmaps(sizes, sets);
        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results()).isEqualTo(out().resolve("sizes.html") + "\n");
        return Files.readString(out().resolve("sizes.html"));
    }

    private static List<String> found(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** The captions below the pictures of a level. */
    private static List<String> captions(String page, String level) {
        String row = page.substring(page.indexOf("<figcaption>" + level + ", stride"));
        String pictures = row.substring(row.indexOf("<div"), row.indexOf("</div>"));
        return found(pictures, "(?<=<figcaption>)[^<]+");
    }

    @Test
    void everyLevelIsShownAtEverySizeInTheOrderOfSizes() throws IOException {
        String page = page("64,128,33");

        assertThat(found(page, "(?<=<figcaption>)[CP]\\d, stride \\d+"))
                .containsExactly(
                        "C2, stride 4",
                        "C3, stride 8",
                        "C4, stride 16",
                        "C5, stride 32",
                        "P3, stride 8",
                        "P4, stride 16",
                        "P5, stride 32");
        assertThat(captions(page, "C2")) // the picture covers 64 x 40 of 64 x 64
                .containsExactly(
                        "input 64 \u00D7 64: 10 \u00D7 16 cells",
                        "input 128 \u00D7 128: 20 \u00D7 32 cells",
                        "input 33 \u00D7 33: 6 \u00D7 9 cells"); // 21 of 33 pixels, 9 x 9 cells
        assertThat(captions(page, "P5"))
                .containsExactly(
                        "input 64 \u00D7 64: 2 \u00D7 2 cells",
                        "input 128 \u00D7 128: 3 \u00D7 4 cells",
                        "input 33 \u00D7 33: 2 \u00D7 2 cells");
        assertThat(found(page, "(?<=alt=\")[^\"]+"))
                .hasSize(7 * 3)
                .doesNotHaveDuplicates()
                .contains("how strongly pyramid/P4 responds at an input of 128 \u00D7 128, over disc.png");
    }

    @Test
    void thePageSaysHowSizesAndColoursAreMeantAndNeedsNothingElse() throws IOException {
        String page = page("64,128");

        assertThat(page)
                .contains(
                        "<h1>small</h1>",
                        "disc.png, 50 \u00D7 80 pixels",
                        "<th scope=\"row\">128 \u00D7 128</th><td class=\"number\">80 \u00D7 128</td><td class=\"number\">1.60</td>",
                        "Inputs have the proportions of the config\u2019s, 64 \u00D7 64; the image keeps its own, and what it"
                                + " does not cover is padding.",
                        "scaled within each picture from its 1st to its 99th percentile",
                        "style=\"--sizes:2\"",
                        "default-src 'none'",
                        weights.toString());
        assertThat(page.replaceAll("src=\"data:", "")).doesNotContain("src=\"", "<script", "href=");
    }

    @Test
    void aSizeIsTheLongerSideAndTheOtherKeepsTheProportions() throws IOException {
        String page = page("100,200", "input.height=48", "input.width=96", "input.resize=stretch");

        assertThat(captions(page, "C2"))
                .containsExactly("input 50 \u00D7 100: 13 \u00D7 25 cells", "input 100 \u00D7 200: 25 \u00D7 50 cells");
        assertThat(page)
                .contains("the image is stretched to them", "<td class=\"number\">1.00 \u00D7 1.25</td>")
                .contains("<td class=\"number\">2.00 \u00D7 2.50</td>");
    }

    @Test
    void aSizeShowsWhatTheConfigWithThatInputShows() throws IOException {
        String one = page("96");
        String other = page("96", "input.height=96", "input.width=96");

        List<String> pictures = found(one, "data:image/jpeg;base64,[^\"]+");
        assertThat(pictures).hasSize(7).isEqualTo(found(other, "data:image/jpeg;base64,[^\"]+"));
        byte[] jpeg = Base64.getDecoder()
                .decode(pictures.get(0).substring(pictures.get(0).indexOf(',') + 1));
        BufferedImage map = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat((double) map.getWidth() / map.getHeight()).isEqualTo(1.6);
    }

    @Test
    void everySizeThatCannotBeIsToldBeforeAnythingIsWritten() {
        CommandRun run = heatmaps("0,-5,x,,31,64,64,9000");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .isEqualTo(
                        """
                        --sizes 0: size[0] leaves an input without a whole cell of C5, whose stride is 32; it must be >= 32
                        --sizes -5: size[-5] leaves an input without a whole cell of C5, whose stride is 32; it must be >= 32
                        --sizes x: size[x] is no number of pixels
                            expected as in --sizes 400,800
                        --sizes : size[] is no number of pixels
                            expected as in --sizes 400,800
                        --sizes 31: size[31] leaves an input without a whole cell of C5, whose stride is 32; it must be >= 32
                        --sizes 64: size[64] is named twice
                        --sizes 9000: input height[9000] must be between 32 and 8192
                        --sizes 9000: input width[9000] must be between 32 and 8192
                        8 problems.
                        """);
        assertThat(out()).doesNotExist();
    }

    @Test
    void theShorterSideHasAWholeCellToo() {
        String[] wide = {"input.height=48", "input.width=96"};

        assertThat(heatmaps("63", wide).log()).contains("size[63] leaves an input", "it must be >= 64");
        assertThat(heatmaps("64", wide).code()).isZero();
    }

    @Test
    void aSizeThatMemoryDoesNotHoldIsNamedWithOneThatItHolds() {
        Path wide = place.resolve("wide.safetensors");
        String width = "backbone.width=1";
        CommandRun initial = CommandRun.of("weights", config, "--out", wide, "--set", width);
        assertThat(initial.code()).as(initial.log()).isZero();

        CommandRun run = CommandRun.of(
                "heatmaps", config, picture, "--weights", wide, "--out", out(), "--set", width, "--sizes", "64,8192");

        // a map of 64 channels and half the input's sides takes 4.3 GB, and is there with what it is made of
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .containsPattern("^--sizes 8192: batch_size\\[1] at input\\[8192x8192] needs [\\d,]+ MB for arrays and")
                .contains("not even one image fits; an input of ");
        assertThat(out()).doesNotExist();
    }
}
