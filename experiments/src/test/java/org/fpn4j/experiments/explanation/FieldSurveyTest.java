package org.fpn4j.experiments.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldSurveyTest {
    @TempDir
    private Path directory;

    /**
     * Norms that a training takes of its batch are among them: their statistics would bring in every pixel of every image. The
     * images are larger than all windows together.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: fpn, out_channels: 8, min_level: 3, max_level: 4}",
                "{type: panet, out_channels: 8, min_level: 3, max_level: 4}",
                "{type: bifpn, repeats: 1, out_channels: 8, min_level: 3, max_level: 4}"
            })
    void noEnergyLiesOutsideTheTheoreticalField(String neck) {
        Experiment experiment = TinyExperiment.load(
                directory,
                "neck=" + neck,
                "backbone.norm={type: batch_norm}",
                "input={height: 416, width: 448}",
                "data.val_images=2");
        List<Sample> samples = experiment.config().data().open(Split.VAL).images().stream()
                .map(image -> experiment
                        .config()
                        .input()
                        .plainTransform()
                        .apply(image, image.source().read(), 0))
                .toList();
        Weights initial = Weights.initial(experiment.checked().parameters(), 0);
        Weights other = Weights.initial(experiment.checked().parameters(), 1);

        List<LevelField> fields = new FieldSurvey(
                        experiment.detector(), experiment.checked().executor(), samples, Shape.of(2, 3, 416, 448))
                .run(initial, other);

        assertThat(fields).extracting(LevelField::level).containsExactly("P3", "P4");
        for (LevelField field : fields) {
            assertThat(field.theory().wholeImage()).isFalse();
            assertThat(field.window().bottom() - field.window().top() + 1)
                    .isLessThan(416)
                    .isBetween(field.theory().smallest(), field.theory().largest());
            for (LevelField.Energy energy : List.of(field.initial(), field.trained())) {
                assertThat(energy.outside()).as(field.level()).isZero();
                assertThat(energy.extent()).hasValueSatisfying(extent -> assertThat(extent.side95())
                        .isLessThan((int) field.theory().largest()));
            }
        }
    }
}
