package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibratorTest {
    @TempDir
    private Path directory;

    private final List<String> told = new ArrayList<>();
    private DetectorFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new DetectorFolder(directory.resolve("run"));
        Files.createDirectories(folder.checkpoints());
    }

    private static Weights weights(CheckedConfig config, long seed) {
        return Weights.initial(config.parameters(), seed);
    }

    private Ranges kept(CheckedConfig config, long seed) {
        Weights weights = weights(config, seed);
        Safetensors.write(folder.weights(), weights);
        Calibrator calibrator = new Calibrator(config, weights);
        return calibrator
                .keptIn(folder, folder.weights(), told::add)
                .orElseGet(() -> calibrator.keepIn(folder, folder.weights(), CheckListener.SILENT, told::add));
    }

    private static Ranges onTrainingSplit(CheckedConfig config) {
        return new Calibrator(config, weights(config, 1)).onTrainingSplit(CheckListener.SILENT);
    }

    @Test
    void mapsOfBackboneNeckAndHeadHaveRanges() {
        Ranges ranges = onTrainingSplit(TinyConfig.load(directory));

        assertThat(ranges.values().keySet())
                .contains("images", "backbone.max_pool")
                .anyMatch(name -> name.startsWith("neck."))
                .anyMatch(name -> name.startsWith("head."));
        assertThat(ranges.of("images").orElseThrow().signed()).isTrue();
        assertThat(ranges.of("backbone.max_pool").orElseThrow().signed()).isFalse();
    }

    @Test
    void theSameImagesGiveTheSameRanges() {
        CheckedConfig config = TinyConfig.load(directory);

        assertThat(onTrainingSplit(config)).isEqualTo(onTrainingSplit(config));
    }

    @Test
    void imagesAreThoseOfTheTrainingSplitAsTheyArePredicted() {
        CheckedConfig config = TinyConfig.load(directory, "augmentation.brightness=0.5");
        SampleTransform transform = config.config().input().plainTransform();
        float largest = 0;
        for (ImageEntry image : config.config().data().open(Split.TRAIN).images()) {
            for (float pixel : transform.apply(image, image.source().read(), 0).pixels()) {
                largest = Math.max(largest, Math.abs(pixel));
            }
        }

        assertThat(onTrainingSplit(config).of("images").orElseThrow().bound()).isEqualTo(largest);
    }

    @Test
    void noMoreThanAHundredImagesAreLookedAt() throws IOException {
        kept(TinyConfig.load(directory, "data.train_images=103", "input={height: 32, width: 32}"), 1);

        assertThat(Calibration.read(folder.calibration()).orElseThrow().images())
                .isEqualTo(100);
    }

    @Test
    void oneImageIsEnough() {
        Ranges ranges = kept(TinyConfig.load(directory, "data.train_images=1"), 1);

        assertThat(ranges.of("images")).isPresent();
        assertThat(Calibration.read(folder.calibration()).orElseThrow().images())
                .isEqualTo(1);
    }

    @Test
    void whatWasSeenIsKeptForTheSameWeightsAndInput() {
        Ranges first = kept(TinyConfig.load(directory), 1);

        assertThat(kept(TinyConfig.load(directory, "data={type: coco, root: nowhere}"), 1)) // nothing is looked at
                .isEqualTo(first);
        assertThat(Calibration.read(folder.calibration()).orElseThrow().ranges())
                .isEqualTo(first);
    }

    @Test
    void otherWeightsAndAnotherInputAreLookedAtAnew() {
        Ranges first = kept(TinyConfig.load(directory), 1);

        Ranges ofWeights = kept(TinyConfig.load(directory), 2);
        Ranges ofInput = kept(TinyConfig.load(directory, "input={height: 32, width: 32}"), 2);

        assertThat(ofWeights).isNotEqualTo(first);
        assertThat(ofInput).isNotEqualTo(ofWeights);
        assertThat(told).isEmpty();
    }

    @Test
    void aDamagedFileIsToldAndMadeAgain() throws IOException {
        Ranges first = kept(TinyConfig.load(directory), 1);
        String whole = Files.readString(folder.calibration());
        Files.writeString(folder.calibration(), whole.replaceFirst("true", "7"));

        assertThat(kept(TinyConfig.load(directory), 1)).isEqualTo(first);
        assertThat(told)
                .containsExactly(
                        folder.calibration() + ": ranges.images.signed[7] must be true or false; it is made again");
        assertThat(folder.calibration()).content().isEqualTo(whole);
    }

    @Test
    void withoutImagesItIsSaidWhatTheyAreNeededFor() {
        CheckedConfig config = TinyConfig.load(directory, "execution.dtype=int8", "data={type: coco, root: nowhere}");

        assertThatThrownBy(() -> onTrainingSplit(config))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("nowhere")
                .hasMessageEndingWith("execution.dtype[int8] needs images of a training split, of which it takes how "
                        + "large values become\n    name one by data, or predict in float32 or bfloat16");
    }

    @Test
    void aTrainingSplitOfBrokenImagesIsRefused() throws IOException {
        Path set = Files.createDirectories(directory.resolve("set"));
        Files.writeString(
                set.resolve("train.json"),
                "{\"images\": [{\"id\": 1, \"file_name\": \"broken.png\", \"width\": 8, \"height\": 8}], \"annotations\": [], \"categories\": [{\"id\": 1, \"name\": \"cat\"}]}");
        Files.writeString(set.resolve("broken.png"), "no picture");
        CheckedConfig config = TinyConfig.load(
                directory,
                "execution.dtype=int8",
                "data={type: coco, root: " + set + ", train_annotations: train.json, val_annotations: train.json}");

        assertThatThrownBy(() -> onTrainingSplit(config))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("has no usable image among [1]")
                .hasMessageContaining("execution.dtype[int8] needs images of a training split");
    }
}
