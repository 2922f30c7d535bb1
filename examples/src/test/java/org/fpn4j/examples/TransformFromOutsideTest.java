package org.fpn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.ConfigSchema;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.data.transform.ClassSwap;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.ResizeMode;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.data.transform.Transform;
import org.fpn4j.data.variation.Rotate;
import org.fpn4j.training.config.ExperimentConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk of docs/adding-a-transform.md: a transform that nobody but its own module knows. */
class TransformFromOutsideTest {
    private static final int SIDE = 64;

    @TempDir
    private Path directory;

    private AugmentationConfig augmentation(String transforms) throws IOException {
        Path file = Files.writeString(
                directory.resolve("outside.yaml"), "augmentation:\n  scale_min: 1\n  transforms: " + transforms + "\n");
        return new ConfigLoader()
                .load(ExperimentConfig.class, file, List.of())
                .config()
                .augmentation();
    }

    @Test
    void aConfigNamesItBesideOthers() throws IOException {
        assertThat(augmentation("[{type: rotate, degrees: 5}, {type: heel_effect, loss: 0.2}]")
                        .transforms())
                .containsExactly(new Rotate(5, 1), new HeelEffect(0.2, 0.5));
    }

    @Test
    void itsMistakesAreToldWithTheirPlace() {
        assertThatThrownBy(() -> augmentation("[{type: heel_effect, loss: 2}]"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("outside.yaml:3:36: augmentation.transforms[0][heel_effect] loss[2] must be"
                        + " between 0 and 1");
        assertThatThrownBy(() -> augmentation("[{type: heel_efect}]"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("unknown transforms type [heel_efect]")
                .hasMessageContaining("heel_effect");
    }

    @Test
    void editorsKnowIt() {
        assertThat(ConfigSchema.of(ExperimentConfig.class).toString()).contains("heel_effect");
    }

    @Test
    void itDarkensOneSideTheSameWheneverItIsAsked() {
        float[] first = pixels(3, new HeelEffect(0.5, 1));

        assertThat(pixels(3, new HeelEffect(0.5, 1))).isEqualTo(first);
        assertThat(pixels(4, new HeelEffect(0.5, 1))).isNotEqualTo(first);
        assertThat(Math.max(first[0], first[SIDE - 1])).isGreaterThan(0.79f);
        assertThat(Math.min(first[0], first[SIDE - 1])).isBetween(0.39f, 0.79f);
    }

    @Test
    void anotherTransformDoesNotChangeItsDraws() {
        assertThat(pixels(3, new Rotate(10, 0), new HeelEffect(0.5, 1))).isEqualTo(pixels(3, new HeelEffect(0.5, 1)));
    }

    /** Of a grey picture in some epoch. */
    private static float[] pixels(long epoch, Transform... transforms) {
        NormalizationConfig plain = new NormalizationConfig(
                NormalizationConfig.Channels.RGB, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        float[] grey = new float[SIDE * SIDE];
        Arrays.fill(grey, 0.8f);
        Picture picture = new Picture(SIDE, SIDE, 1, grey);
        PictureSource source = new PictureSource() {
            @Override
            public String name() {
                return "grey";
            }

            @Override
            public Picture read() {
                return picture;
            }
        };
        return new SampleTransform(
                        new InputSize(SIDE, SIDE),
                        ResizeMode.LETTERBOX,
                        plain,
                        AugmentationConfig.NONE.withTransforms(List.of(transforms)),
                        ClassSwap.NONE,
                        1)
                .apply(new ImageEntry(1, "grey", source, SIDE, SIDE, List.of()), picture, epoch)
                .pixels();
    }
}
