package org.fpn4j.training.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Sight;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.training.TinyConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedConfigTest {
    private static final Fpn.Config FPN = new Fpn.Config(8, 3, 5);

    @TempDir
    private Path directory;

    /** The tiny config with another neck, as a program makes it. */
    private ExperimentConfig with(NeckConfig neck) {
        return TinyConfig.load(directory).config().withNeck(neck);
    }

    /** An FPN that likes nothing that it is shown. */
    private record Particular(NeckBlock neck, String refusal) implements NeckBlock {
        @Override
        public PyramidSpec outputs() {
            return neck.outputs();
        }

        @Override
        public Pyramid build(Graph graph, Pyramid features) {
            throw new IllegalArgumentException(refusal);
        }
    }

    @Test
    void theDetectorIsAlwaysTheSame() {
        CheckedConfig config = TinyConfig.load(directory);

        assertThat(config.detector()).isSameAs(config.detector());
    }

    @Test
    void aBlockOfAProgramsConfigIsNamedByItsKey() {
        ExperimentConfig config = with(new Fpn.Config(8, 3, 9));

        assertThatThrownBy(() -> CheckedConfig.of(config))
                .isInstanceOf(UserInputException.class)
                .hasMessage("neck.max_level: neck max_level[9] must be one of the backbone's levels [C2, C3, C4, C5]");
    }

    @Test
    void aBlockOfAFileIsNamedByItsPlace() {
        assertThatThrownBy(() -> TinyConfig.load(directory, "neck.max_level=9"))
                .isInstanceOf(UserInputException.class)
                .hasMessage("--set neck.max_level=9: neck max_level[9] must be one of the backbone's levels"
                        + " [C2, C3, C4, C5]");
    }

    @Test
    void aDetectorThatCannotBeDeclaredIsRefused() {
        ExperimentConfig config = with(stages -> new Particular(FPN.create(stages), "too small"));

        assertThatThrownBy(() -> CheckedConfig.of(config))
                .isInstanceOf(UserInputException.class)
                .hasMessage("input: detector does not fit an input of 64x64: too small");
    }

    /** An FPN with one more node, which leads to nothing. */
    private record Extended(NeckBlock neck, Operation operation) implements NeckBlock {
        @Override
        public PyramidSpec outputs() {
            return neck.outputs();
        }

        @Override
        public Pyramid build(Graph graph, Pyramid features) {
            Pyramid levels = neck.build(graph, features);
            graph.apply(operation, levels.tensors().get(0), levels.tensors().get(0));
            return levels;
        }
    }

    /** An operation that nobody can compute. */
    private record Unruled() implements Operation.Extension {
        @Override
        public Shape infer(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public long macs(List<Shape> inputs, Shape output) {
            return 0;
        }

        @Override
        public Sight sight(List<Sight> inputs, List<Shape> shapes, Shape output) {
            return Sight.together(inputs, output);
        }
    }

    @Test
    void whatOneReadingHasNoWordForIsRefusedWithItsPlace() {
        ExperimentConfig config = with(stages -> new Extended(FPN.create(stages), new Operation.Concat(0)));

        assertThatThrownBy(() -> CheckedConfig.of(config))
                .isInstanceOf(UserInputException.class)
                .hasMessage("input: detector does not fit an input of 64x64: node[neck.concat]: concat over axis 0: the"
                        + " images of a batch stay apart");
    }

    @Test
    void anOperationThatNobodyCanComputeIsRefused() {
        ExperimentConfig config = with(stages -> new Extended(FPN.create(stages), new Unruled()));

        assertThatThrownBy(() -> CheckedConfig.of(config))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        "input: detector does not fit an input of 64x64: operation[unruled] has no rule in SameDiff; a"
                                + " SameDiffRule of " + Unruled.class.getName() + " that ServiceLoader finds would do");
    }

    @Test
    void aHeadMayHaveMoreClassesThanTheDataButNotFewer() {
        CheckedConfig config = CheckedConfig.of(with(FPN)); // three classes
        List<Category> four = List.of(
                new Category(0, 1, "a"), new Category(1, 2, "b"), new Category(2, 3, "c"), new Category(3, 4, "d"));

        config.requireTrainable(four.subList(0, 1));
        assertThatThrownBy(() -> config.requireTrainable(four))
                .hasMessage("head.num_classes: head num_classes[3] must be >= 4, the number of classes in the data\n"
                        + "    classes: a, b, c, d");
    }
}
