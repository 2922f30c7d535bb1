package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A folder of a detector that was never trained but finds something: every cell is an object. */
class TrainedDetectorTest {
    @TempDir
    private Path directory;

    private DetectorFolder folder;
    private CheckedConfig config;

    @BeforeEach
    void writeFolder() throws IOException {
        folder = new DetectorFolder(directory.resolve("run"));
        Files.createDirectories(folder.checkpoints());
        Path written = TinyConfig.write(directory);
        Files.writeString(
                folder.config(),
                Files.readString(written)
                        .replace("head: {type: fcos,", "head: {postprocess: {score_threshold: 0.0}, type: fcos,"));
        config = CheckedConfig.load(folder.config(), List.of());
        folder.writeClasses(List.of(new ClassName(7, "cat"), new ClassName(9, "dog")));
        write(Weights.initial(config.parameters(), 3));
    }

    private void write(Weights weights) {
        Safetensors.write(folder.weights(), weights);
    }

    private Path picture() throws IOException {
        Path file = directory.resolve("picture.png");
        ImageIO.write(new BufferedImage(80, 40, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
        return file;
    }

    @Test
    void findsObjectsOfNamedClassesInPixelsOfThePicture() throws IOException {
        try (TrainedDetector detector = TrainedDetector.load(folder.path())) {
            List<FoundObject> found = detector.detect(picture());

            assertThat(found).isNotEmpty().allSatisfy(object -> {
                assertThat(object.name()).isIn("cat", "dog"); // the head's third class has no name
                assertThat(object.score()).isBetween(0.0, 1.0);
                assertThat(object.box().x2()).isLessThanOrEqualTo(80);
                assertThat(object.box().y2()).isLessThanOrEqualTo(40);
            });
            assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        }
    }

    @Test
    void aLookFindsTheSameAndSeesWhatTheLevelsSee() throws IOException {
        ImageEntry image = ImageEntry.of(1, picture());
        try (TrainedDetector detector = TrainedDetector.load(folder.path());
                LevelMaps maps = new LevelMaps(
                        config.detector(),
                        config.executor(),
                        config.config().input(),
                        Weights.initial(config.parameters(), 3))) {
            TrainedDetector.Look look = detector.look(image);

            Map<String, LevelMap> levels = maps.of(image).levels();
            assertThat(look.found()).isEqualTo(detector.detect(image));
            assertThat(look.levels().keySet()).containsExactlyElementsOf(levels.keySet());
            assertThat(look.levels().get("pyramid/P3").means())
                    .isEqualTo(levels.get("pyramid/P3").means());
        }
    }

    @Test
    void aFolderWithoutADetectorNamesWhatIsMissing() throws IOException {
        Files.delete(folder.weights());
        assertThatThrownBy(() -> TrainedDetector.load(folder.path()))
                .isInstanceOf(UserInputException.class)
                .hasMessage(folder.weights() + ": weights file does not exist");

        Files.delete(folder.config());
        assertThatThrownBy(() -> TrainedDetector.load(folder.path()))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(folder.config().toString());
    }

    @Test
    void moreNamesThanTheHeadPredictsAreRefused() {
        folder.writeClasses(
                List.of(new ClassName(1, "a"), new ClassName(2, "b"), new ClassName(3, "c"), new ClassName(4, "d")));

        assertThatThrownBy(() -> TrainedDetector.load(folder.path()))
                .isInstanceOf(UserInputException.class)
                .hasMessage(folder.path() + ": classes.json has 4 classes, and the head of config.yaml predicts 3");
    }

    @Test
    void everyTensorThatDoesNotFitIsNamed() {
        Map<String, NamedTensor> tensors =
                new HashMap<>(Weights.initial(config.parameters(), 3).tensors());
        NamedTensor taken = tensors.remove("neck.lateral.C5.weight");
        tensors.put("neck.other.weight", taken);
        float[] spoilt = tensors.get("backbone.conv1.weight").values();
        spoilt[0] = Float.NaN;
        write(new Weights(tensors));

        assertThatThrownBy(() -> TrainedDetector.load(folder.path()))
                .isInstanceOf(UserInputException.class)
                .hasMessageContainingAll(
                        folder.weights() + ": tensor[neck.lateral.C5.weight] of [8, 64, 1, 1] is missing",
                        folder.weights() + ": tensor[neck.other.weight] is unexpected",
                        folder.weights() + ": tensor[backbone.conv1.weight] holds values that are not finite");
    }

    @Test
    @EnabledIf("hasInt8")
    void aFolderInInt8IsCalibratedOnceAndFindsNearlyTheSame() throws IOException {
        Files.writeString(
                folder.config(),
                Files.readString(folder.config()).replace("{threads: 1}", "{threads: 1, dtype: int8}"));
        try (TrainedDetector detector = TrainedDetector.load(folder.path());
                TrainedDetector inMemory = new TrainedDetector(
                        CheckedConfig.load(folder.config(), List.of()),
                        List.of("cat", "dog"),
                        Weights.initial(config.parameters(), 3))) {
            List<FoundObject> found = detector.detect(picture());

            assertThat(found).isNotEmpty();
            assertThat(inMemory.detect(picture())).isEqualTo(found);
            assertThat(folder.calibration()).isNotEmptyFile();
        }
    }

    static boolean hasInt8() {
        return KernelLibraries.onClassPath().unavailable(Precision.INT8).isEmpty();
    }
}
