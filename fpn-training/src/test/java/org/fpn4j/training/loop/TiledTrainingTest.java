package org.fpn4j.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.inference.EvaluatedSplit;
import org.fpn4j.training.inference.Predictor;
import org.fpn4j.training.inference.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Radiographs of 150 x 100 in tiles of 64: each is three by two. */
class TiledTrainingTest {
    @TempDir
    private Path directory;

    private final List<String> said = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();

    private record Copy(TrainingState state, Weights weights, Weights memory) implements Snapshot {}

    private final class Witness implements TrainingListener {
        @Override
        public void say(String sentence) {
            said.add(sentence);
        }

        @Override
        public void reached(Snapshot snapshot) {
            snapshots.add(new Copy(snapshot.state(), snapshot.weights(), snapshot.memory()));
        }
    }

    private CheckedConfig config(String... sets) {
        List<String> all = new ArrayList<>(List.of(
                "input.mode=tiles",
                "input.tiles={overlap: 16, min_visible: 0.3, nms: 0.5}",
                "data.width=150",
                "data.height=100",
                "data.train_images=2",
                "data.val_images=2",
                "head.prior=0.3",
                "head.postprocess={score_threshold: 0.2, max_detections: 40}"));
        all.addAll(List.of(sets));
        return TinyConfig.load(directory, all.toArray(new String[0]));
    }

    private static TrainingData data(CheckedConfig config) {
        return TrainingData.open(config, PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
    }

    private TrainingResult result(CheckedConfig config) {
        return Trainer.of(config, data(config)).heardBy(new Witness()).run();
    }

    @Test
    void anEpochIsAllTilesAndAScoreIsOfWholeImages() {
        CheckedConfig config = config("training.validation_loss=true");

        TrainingResult result = result(config);

        assertThat(said).anyMatch(sentence -> sentence.endsWith("2 images, seen in 12 tiles, 6 steps"));
        EvaluatedSplit evaluated = result.validation();
        List<Long> ids =
                evaluated.dataset().images().stream().map(ImageEntry::id).toList();
        assertThat(ids).hasSize(2);
        assertThat(evaluated.detections())
                .isNotEmpty()
                .allSatisfy(found -> assertThat(ids).contains(found.imageId()))
                .anySatisfy(found -> assertThat(found.x()).isGreaterThan(64));
        Map<Long, Long> counts = evaluated.detections().stream()
                .collect(Collectors.groupingBy(CocoDetection::imageId, Collectors.counting()));
        assertThat(counts.values()).allMatch(count -> count <= 40);
    }

    @Test
    void objectsThatNoTileShowsEnoughOfAreTold() {
        result(config("input.tiles.min_visible=1", "training.epochs=1"));

        assertThat(said)
                .anyMatch(
                        sentence -> sentence.matches(
                                ".*train in tiles: of \\[\\d+] objects no tile shows"
                                        + " input.tiles.min_visible\\[1.0], so nothing learns them; a smaller share or larger tiles would"));
    }

    @Test
    void aTrainingOnObjectsThatNoTileShowsIsRefused() {
        CheckedConfig config = config("input.tiles.min_visible=1", "data.max_nodules=0", "data.max_consolidations=0");
        TrainingData data = data(config); // of hearts, which are larger than a tile

        assertThatThrownBy(() -> data.requireTrainable(config))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(
                        "input tiles.min_visible[1.0] of an object's area is in no tile of 64x64, of none of"
                                + " the [2] objects of synthetic radiographs train")
                .hasMessageContaining("a smaller share or larger tiles would show some");
    }

    @Test
    void goesOnFromASnapshotWithTheSameBits() {
        CheckedConfig config = config();
        TrainingResult whole = result(config);

        Snapshot middle = snapshots.get(4); // after four steps of six; the evaluation had one of its own
        assertThat(middle.state().position().batch()).isEqualTo(1);
        Weights resumed = Trainer.of(config, data(config)).resume(middle).weights();

        resumed.tensors().forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .isEqualTo(whole.weights().tensors().get(name).values()));
    }

    @Test
    void oneImageAtATimeGivesWhatASweepGives() {
        CheckedConfig config = config();
        TrainingData data = data(config);
        Weights weights = Weights.initial(config.parameters(), 5);
        List<List<Detection>> swept = new ArrayList<>();
        List<List<Detection>> single = new ArrayList<>();
        try (Predictor predictor = new Predictor(
                config.detector(), config.executor(), config.config().input(), 4, 3, weights)) {
            new Sweep(data.validation(), new LoaderOptions(2, 1), PictureCache.ofMegabytes(0))
                    .run(predictor, (image, found) -> swept.add(found));
            data.validation().images().forEach(image -> single.add(predictor.detect(image)));
        }

        assertThat(swept).hasSize(2);
        for (int image = 0; image < 2; image++) {
            assertThat(swept.get(image)).isNotEmpty().hasSameSizeAs(single.get(image));
            for (int i = 0; i < swept.get(image).size(); i++) {
                Box box = swept.get(image).get(i).box();
                Box other = single.get(image).get(i).box();
                assertThat(box.x1()).isCloseTo(other.x1(), within(1e-3f)); // a batch's place may change the last bits
                assertThat(box.y2()).isCloseTo(other.y2(), within(1e-3f));
            }
        }
    }
}
