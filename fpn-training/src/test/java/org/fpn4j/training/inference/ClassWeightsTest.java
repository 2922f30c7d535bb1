package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.ClassWeights;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeightsTest {
    @TempDir
    private Path directory;

    /** Whatever the head: the loss of classification grows evenly with the weight of a class, and no other loss changes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: retina}",
                "{type: fcos}",
                "{type: efficientdet}",
                "{type: ssd}",
                "{type: yolox}",
                "{type: centernet, levels: finest}",
                "{type: centernet, levels: all}",
                "{type: faster_rcnn}"
            })
    void aClassCountsByItsWeightInClassificationAlone(String head) {
        CheckedConfig config = TinyConfig.load(directory, "data.val_images=4", "head=" + head, "head.num_classes=3");
        Dataset dataset = config.config().data().open(Split.VAL);

        Map<String, Double> once = losses(config, dataset, new ClassWeights(List.of(1.0, 1.0, 1.0)));
        Map<String, Double> twice = losses(config, dataset, new ClassWeights(List.of(1.0, 1.0, 2.0)));
        Map<String, Double> fourTimes = losses(config, dataset, new ClassWeights(List.of(1.0, 1.0, 4.0)));

        assertThat(losses(config, dataset, ClassWeights.EQUAL)).isEqualTo(once);
        String weighed = once.containsKey("heat_map") ? "heat_map" : "classification";
        double share = twice.get(weighed) - once.get(weighed);
        assertThat(share).isGreaterThan(0.001 * once.get(weighed));
        assertThat(fourTimes.get(weighed) - once.get(weighed)).isCloseTo(3 * share, within(1e-4 * once.get(weighed)));
        once.keySet().stream()
                .filter(loss -> !loss.equals(weighed))
                .forEach(loss -> assertThat(twice.get(loss)).as(loss).isEqualTo(once.get(loss)));
    }

    private static Map<String, Double> losses(CheckedConfig config, Dataset dataset, ClassWeights classWeights) {
        Weights weights = Weights.initial(config.detector().cost(64, 64).graph().parameters(), 3);
        try (Predictor predictor = Predictor.measuring(
                config.detector(), config.executor(), config.config().input(), 4, 3, classWeights, weights)) {
            return new Evaluation(dataset, new LoaderOptions(1, 1), PictureCache.ofMegabytes(1))
                    .measure(predictor, new LossBasis(HeadState.INITIAL, 4), () -> {})
                    .losses();
        }
    }

    @Test
    void weightsAreGivenByTheNamesOfClasses() {
        CheckedConfig config = TinyConfig.load(directory, "training.class_weights={nodule: 3}");
        List<Category> categories = List.of(new Category(0, 1, "heart"), new Category(1, 2, "nodule"));

        assertThat(config.classWeights(categories).ofClass()).containsExactly(1.0, 3.0);
        assertThat(TinyConfig.load(directory).classWeights(categories)).isEqualTo(ClassWeights.EQUAL);
    }

    @Test
    void aNameThatTheDataDoesNotHaveIsNamed() {
        CheckedConfig config = TinyConfig.load(directory, "training.class_weights={nodul: 3}");

        assertThatThrownBy(() -> config.classWeights(List.of(new Category(0, 1, "nodule"))))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("training class_weights names a class[nodul] that the data does not have")
                .hasMessageContaining("did you mean [nodule]");
    }

    @Test
    void aWeightIsMoreThanNothing() {
        assertThatThrownBy(() -> TinyConfig.load(directory, "training.class_weights={nodule: 0}"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("class_weights.nodule[0] must be > 0 and <= 1000");
    }
}
