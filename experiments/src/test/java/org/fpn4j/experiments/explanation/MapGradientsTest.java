package org.fpn4j.experiments.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.PixelWindow;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stacks of convolutions, whose fields have closed forms: sd = sqrt(sum over layers of jump^2 (kernel^2 - 1) / 12). */
class MapGradientsTest {
    private static final int SIZE = 65;

    /** Convolutions one after the other. */
    private record Stack(int kernel, int channels, int... strides) implements MapGradients.MapDefinition {
        @Override
        public Tensor map(Graph graph, Tensor images) {
            Tensor x = images;
            for (int i = 0; i < strides.length; i++) {
                x = Conv2d.of(x.shape().channels(), channels, kernel)
                        .stride(strides[i])
                        .bias(false)
                        .weights(new Initializer.Normal(1.0 / Math.sqrt(kernel * kernel * channels)))
                        .declare(graph.scope("conv" + i))
                        .apply(graph, x);
            }
            return x;
        }

        CostGraph cost(Shape images, Tensor[] map) {
            CostGraph graph = new CostGraph();
            map[0] = map(graph, graph.input("images", images));
            return graph;
        }
    }

    private static int[] ones(int count) {
        int[] strides = new int[count];
        java.util.Arrays.fill(strides, 1);
        return strides;
    }

    private static Weights constant(CostGraph graph, float value) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            float[] values = new float[(int) parameter.shape().size()];
            java.util.Arrays.fill(values, value);
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), values));
        }
        return new Weights(tensors);
    }

    private static double[] magnitudes(float[] gradients) {
        double[] all = new double[gradients.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = Math.abs(gradients[i]);
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1, 0.816496580927726, 3, 3, 3", //
        "3, 5, 1.8257418583505538, 5, 9, 11",
        "3, 10, 2.581988897471611, 7, 13, 21",
        "5, 4, 2.8284271247461903, 7, 13, 17"
    })
    void equalWeightsHaveTheClosedForm(int kernel, int layers, double sd, int half, int most, int theory) {
        Stack stack = new Stack(kernel, 1, ones(layers));
        Shape images = Shape.of(1, 1, SIZE, SIZE);
        Tensor[] map = new Tensor[1];
        Weights weights = constant(stack.cost(images, map), 1f / (kernel * kernel));

        try (MapGradients gradients = new MapGradients(
                PlanExecutor.of("auto", Precision.FLOAT32, 1), stack, images, map[0].shape(), weights)) {
            float[] found = gradients.of(new float[SIZE * SIZE], 32, 32, new SplittableRandom(1));
            EffectiveField field = EffectiveField.of(magnitudes(found), SIZE, SIZE, 32, 32);

            assertThat(field.sdX()).isCloseTo(sd, within(1e-5)); // single precision
            assertThat(field.sdY()).isCloseTo(sd, within(1e-5));
            assertThat(field.offsetX()).isCloseTo(0, within(1e-5));
            assertThat(field.side50()).isEqualTo(half);
            assertThat(field.side95()).isEqualTo(most);
            assertThat(CostGraph.receptiveField(map[0]).largest()).isEqualTo(theory);
        }
    }

    @ParameterizedTest
    @CsvSource({"auto", "nd4j"})
    void nothingOutsideTheTheoreticalFieldMovesACell(String kernels) {
        Stack stack = new Stack(3, 4, 2, 1, 2, 1);
        Shape images = Shape.of(2, 3, 61, 47);
        Tensor[] map = new Tensor[1];
        CostGraph cost = stack.cost(images, map);
        Executor executor = PlanExecutor.of(kernels, Precision.FLOAT32, 1);
        PixelWindow window = CostGraph.window(map[0], 5, 3);

        try (MapGradients gradients =
                new MapGradients(executor, stack, images, map[0].shape(), Weights.initial(cost.parameters(), 3))) {
            float[] found = gradients.of(new float[(int) images.size()], 5, 3, new SplittableRandom(7));

            int inside = 0;
            for (int i = 0; i < found.length; i++) {
                int pixel = i % (61 * 47);
                if (!window.has(pixel / 47, pixel % 47)) {
                    assertThat(found[i]).as("value %d", i).isZero();
                } else if (found[i] != 0) {
                    inside++;
                }
            }
            assertThat(window).isEqualTo(new PixelWindow(20 - 9, 12 - 9, 20 + 9, 12 + 9));
            assertThat(inside).isGreaterThan(2 * 3 * 19 * 19 * 9 / 10);
        }
    }

    /** 40 draws of 4 images each, where the reference took 300 draws of weights: 1.99 and 2.93. */
    @ParameterizedTest
    @CsvSource({"1, 6, 2.0, 0.1", "2, 4, 2.943920288775949, 0.15"})
    void energyOfRandomWeightsHasTheClosedForm(int first, int layers, double sd, double tolerance) {
        int[] strides = ones(layers);
        strides[0] = first;
        Stack stack = new Stack(3, 16, strides);
        Shape images = Shape.of(4, 16, 49, 49);
        Tensor[] map = new Tensor[1];
        CostGraph cost = stack.cost(images, map);
        int row = map[0].shape().height() / 2;
        double[] energy = new double[49 * 49];
        SplittableRandom random = new SplittableRandom(11);

        try (MapGradients gradients = new MapGradients(
                PlanExecutor.of("auto", Precision.FLOAT32, 1),
                stack,
                images,
                map[0].shape(),
                Weights.initial(cost.parameters(), 0))) {
            for (int draw = 0; draw < 40; draw++) {
                gradients.load(Weights.initial(cost.parameters(), draw));
                float[] found = gradients.of(new float[(int) images.size()], row, row, random);
                for (int i = 0; i < found.length; i++) {
                    energy[i % energy.length] += (double) found[i] * found[i];
                }
            }
            EffectiveField field = EffectiveField.of(energy, 49, 49, first * row, first * row);

            assertThat(field.sdX()).isCloseTo(sd, within(tolerance)); // as the reference's own
            assertThat(field.sdY()).isCloseTo(sd, within(tolerance));
        }
    }

    @Test
    void theFieldOfOnePixelIsThatPixel() {
        double[] energy = new double[15];
        energy[7] = 2;

        assertThat(EffectiveField.of(energy, 3, 5, 1, 2)).isEqualTo(new EffectiveField(0, 0, 0, 0, 1, 1));
    }
}
