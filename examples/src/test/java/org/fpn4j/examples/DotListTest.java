package org.fpn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.training.config.ExperimentConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A format of data sets from outside is found by its type, and checked as those here are. */
class DotListTest {
    @TempDir
    private Path root;

    @BeforeEach
    void twoPictures() throws IOException {
        for (String name : List.of("a.png", "b.png")) {
            ImageIO.write(
                    new BufferedImage(64, 48, BufferedImage.TYPE_BYTE_GRAY),
                    "png",
                    root.resolve(name).toFile());
        }
    }

    private Dataset opened(String list) throws IOException {
        Files.writeString(root.resolve("train.txt"), list);
        return new ConfigLoader()
                .loadSets(ExperimentConfig.class, List.of("data={type: dots, root: '" + root + "'}"))
                .config()
                .data()
                .open(Split.TRAIN);
    }

    @Test
    void circlesBecomeBoxes() throws IOException {
        Dataset dataset = opened("a.png 40.5 31 6\nb.png\n");

        assertThat(dataset.images()).hasSize(2);
        assertThat(dataset.images().get(0).annotations())
                .extracting(Annotation::box)
                .containsExactly(new Box(34.5f, 25, 46.5f, 37));
        assertThat(dataset.images().get(1).annotations()).isEmpty();
    }

    @Test
    void whatCanBeSkippedIsCounted() throws IOException {
        Dataset dataset = opened("a.png 40 31 6\na.png 40 x 6\na.png 70 31 2\nc.png 1 1 1\n");

        assertThat(dataset.report().counts().keySet())
                .containsExactlyInAnyOrder(
                        ProblemKind.MALFORMED_ANNOTATION, ProblemKind.BOX_OUTSIDE, ProblemKind.MISSING_IMAGE);
    }

    @Test
    void namesThatLeadElsewhereAreRefused() {
        assertThatThrownBy(() -> opened("a.png 40 31 6\n../secret.png\n"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("train.txt:2: picture[../secret.png] leads out of root[");
    }

    @Test
    void aListThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new DotList(root.toString()).open(Split.VAL))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("val.txt: list cannot be read")
                .hasMessageContaining("expected lines as scan.png 40.5 31 6");
    }
}
