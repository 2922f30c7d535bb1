package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Region align against answers of torchvision's and of loops over samples, in both alignments. */
class RegionAlignAnswersTest {
    private static final RegionLevels ONE_LEVEL = new RegionLevels(2, 2, 4, 224, RegionLevels.Epsilon.TORCHVISION);

    static Stream<Executor> executors() {
        return Stream.of(new SameDiffExecutor(), new PlanExecutor("plan", () -> List.of(new Nd4jKernels())));
    }

    @ParameterizedTest
    @MethodSource("executors")
    void twoSamplesACellWithoutAlignment(Executor executor) {
        assertPooled(executor, stride4(3, 2, false), List.of(map(2, 8, 10, TWO_CHANNELS)), ON_TWO_CHANNELS, PLAIN);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void twoSamplesACellAlignedToCentres(Executor executor) {
        assertPooled(executor, stride4(3, 2, true), List.of(map(2, 8, 10, TWO_CHANNELS)), ON_TWO_CHANNELS, ALIGNED);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void asManySamplesAsACellIsLong(Executor executor) {
        String regions = "2 1 30 20  5 5 9 9";

        assertPooled(
                executor,
                stride4(2, 0, false),
                List.of(map(1, 7, 9, ONE_CHANNEL)),
                regions,
                "-0.1254902 -2.1125338 -1.527667 -0.0905728  1.025 1.815 3.775 6.18");
        assertPooled(
                executor,
                stride4(2, 0, true),
                List.of(map(1, 7, 9, ONE_CHANNEL)),
                regions,
                "-1.1067243 -1.7490321 -0.9106086 -0.1032053  -0.9 -1.725 0.235 1.025");
    }

    /** Without alignment no region is smaller than a cell; with it one without size is a point. */
    @ParameterizedTest
    @MethodSource("executors")
    void regionsOfNoSizeOverTheBorderAndOutside(Executor executor) {
        String regions = "8 8 8 8  -20 -20 10 10  28 20 60 60  40 40 60 60  10 10 12 10";

        assertPooled(executor, stride4(2, 2, false), List.of(map(1, 6, 8, SMALL)), regions, DEGENERATE_PLAIN);
        assertPooled(executor, stride4(2, 2, true), List.of(map(1, 6, 8, SMALL)), regions, DEGENERATE_ALIGNED);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void everyRegionComesFromItsLevelInTheOrderOfTheRegions(Executor executor) {
        RegionLevels levels = new RegionLevels(2, 4, 4, 32, RegionLevels.Epsilon.TORCHVISION);

        assertPooled(
                executor,
                new Operation.RoiAlign(List.of(4, 8, 16), levels, 2, 2, false),
                List.of(map(1, 16, 24, P2), map(1, 8, 12, P3), map(1, 4, 6, P4)),
                "2 3 10 11  20 8 37 24  0 0 90 60  30 30 70 50  50 10 58 40",
                OF_LEVELS);
    }

    /** A map of one image. */
    private record Given(Shape shape, float[] values) {}

    private static Given map(int channels, int height, int width, String values) {
        return new Given(Shape.of(1, channels, height, width), numbers(values));
    }

    private static Operation.RoiAlign stride4(int size, int samples, boolean aligned) {
        return new Operation.RoiAlign(List.of(4), ONE_LEVEL, size, samples, aligned);
    }

    private static void assertPooled(
            Executor executor, Operation.RoiAlign align, List<Given> maps, String regions, String expected) {
        float[] corners = numbers(regions);
        Map<String, float[]> inputs = new LinkedHashMap<>(Map.of("regions", corners));
        for (int i = 0; i < maps.size(); i++) {
            inputs.put("map" + i, maps.get(i).values());
        }
        try (Network network = executor.compile(
                graph -> {
                    List<Tensor> tensors = new ArrayList<>();
                    for (int i = 0; i < maps.size(); i++) {
                        tensors.add(graph.input("map" + i, maps.get(i).shape()));
                    }
                    tensors.add(graph.input("regions", Shape.of(1, corners.length / 4, 4)));
                    return new Declared(Map.of("cells", graph.apply(align, tensors)), Map.of());
                },
                Purpose.INFERENCE,
                new Weights(Map.of()))) {
            float[] cells = network.forward(inputs, List.of("cells")).get("cells");

            // the answers have some seven digits, of values up to ten
            assertThat(cells).containsExactly(numbers(expected), within(2e-5f));
        }
    }

    private static float[] numbers(String text) {
        String[] words = text.trim().split("\\s+");
        float[] numbers = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Float.parseFloat(words[i]);
        }
        return numbers;
    }

    private static final String ON_TWO_CHANNELS = "4 4 30 26  0 0 40 32  10.5 7.25 21.75 30.1";

    private static final String TWO_CHANNELS =
            """
            -5.06 6.11 -3.88 1.88 -0.4 1.22 -6.9 6.34 0.54 -4.43 6.31 0.43 -3.06 -3.1 5.54 3.04 -1.14 2.15 -8.34
            3.75 -0.02 -1.87 -1.69 4.26 -11.61 6.47 5.7 -2.66 3.94 -6.8 -4.4 -5.26 3.24 -4.18 -2.76 -3.41 4.45
            -7.68 -2.81 3.4 4.2 -2.15 -0.12 5.58 -1.59 4.08 7.6 -1.42 -1.55 -7.71 2.2 3.82 3.13 -7.17 4.97 6.83
            1.29 -3.97 -4.65 -0.09 -6.33 -4.97 -1.64 -4.22 -4.23 -5.14 3.65 -5.55 0.12 -1.8 0.82 -1.84 -0.69
            -0.87 -1.04 2.27 3.96 -2.38 1.37 -10.36 -0.07 -0.26 -0.51 -3.58 2.3 -1.99 -4.62 3.6 3.52 -5.98 -1.21
            -4.26 6.82 3.51 4.01 -4.18 5.07 -1.13 1.33 1.75 1.82 -1.52 3.14 -1.03 3.73 -5.56 -2.63 2.81 -3.85
            3.82 4.09 2.95 -1.64 2.31 1.67 2.09 -5.89 -2.39 12.08 -1.3 -2.29 -3.26 2.4 -1.49 1.75 2.06 3.03 1.62
            -7.54 1.46 1.54 3.25 2.32 -2.42 0.92 -5.47 7.1 1.62 0.63 0.62 -2.18 -3.4 1.89 1.52 -3.82 -4.45 -1.69
            -0.69 6.07 4.95 -1.55 -0.42 0.91 7.73 -3.7 1.47 2.38 8.3 -0.26 2.01
            """;

    private static final String PLAIN =
            """
            -0.738624 -0.872017 0.785164 0.291472 0.18885 0.907807 -1.7291 -0.757501 -1.07816 1.41694 0.202625
            -0.396289 0.2774 1.22346 0.311237 0.821667 -2.69935 0.971927 -0.076806 -0.385139 -1.51333 -0.403055
            2.35555 -2.57333 -2.57583 0.248333 -3.845 0.069028 0.578333 0.931667 0.624445 1.11833 0.631667 0.555
            -1.67125 3.4175 -0.872742 -4.28246 0.539639 -1.01049 1.72868 4.34287 -2.30991 -2.28403 -0.765341
            0.943105 1.83019 -0.537151 -1.03421 0.206465 -1.19363 3.25049 -2.53383 -1.36478
            """;

    private static final String ALIGNED =
            """
            -1.34105 -0.211271 2.23162 -1.10948 -1.39627 1.56347 0.467734 -0.555357 1.48834 0.97701 1.61915
            -0.6348 0.307422 1.30772 -0.79332 1.05258 -1.11342 0.859322 -1.16264 0.469723 0.319723 0.255278
            0.664583 -3.27472 -0.676666 0.050972 -3.65542 1.11236 -0.373612 0.753056 0.731667 0.746667 0.440278
            0.382778 -0.720139 3.04292 0.20787 -3.29641 -2.31566 0.568751 0.169238 1.97201 -2.48245 -2.62272
            -1.12193 1.12241 1.91399 0.38209 -0.003696 0.215701 0.61083 2.13677 -0.365087 -2.92495
            """;

    private static final String ONE_CHANNEL =
            """
            -1.28 -6.41 -6.14 -2.28 -0.87 1.02 -0.6 8.04 -0.39 1.69 -0.9 -2.55 -0.07 4.18 -4.34 -8.82 -3.8 3.33
            -4 1.37 6.18 2.76 -8.18 1.34 -2.57 -0.89 -4.92 0.82 3.29 -1.98 -5.64 -4.87 6.94 -0.83 -2.93 3.1
            -3.11 -1.66 -4.58 1.3 0 5.67 -0.6 -2.43 -4.74 1.82 -3.35 -0.59 -2.73 5.95 -4.38 -6.62 -0.1 -1.45
            -1.93 2.96 2.45 1.97 7.17 -2.73 4.22 -2.46 1.75
            """;

    private static final String SMALL =
            """
            2.71 6.08 -2.05 4.6 -2.36 -3.08 -1.34 0.37 -5.51 0.91 -2.36 -5.19 -6.39 -1.19 -5.81 -0.8 -2.21 7.83
            -6.82 3.65 -2.77 -2.69 2.18 8.95 0.63 -6.48 -1.98 -4.09 -8.79 -1.01 -4.25 7.37 -2.08 -4.38 5.66
            -0.33 -5.21 -8.17 -1 1.22 3.77 4.64 1.54 -1.22 3.79 4.91 -2.92 -0.69
            """;

    private static final String DEGENERATE_PLAIN =
            """
            -3.77875 -0.11625 -2.93125 -2.41375 0 0 0 -0.018613 0 0 0 0 0 0 0 0 -2.41375 -3.4375 -2.38 -4.33625
            """;

    private static final String DEGENERATE_ALIGNED =
            """
            -0.11 -0.11 -0.11 -0.11 0 0 0 1.01795 -0.1725 0 0 0 0 0 0 0 -5.51125 -2.89375 -5.51125 -2.89375
            """;

    private static final String P2 =
            """
            0.03 -1.76 0.64 2.45 -0.05 0.66 -1.2 1.3 0.85 -0.31 0.42 1.7 0.51 0.28 -1.26 0.27 0.36 -0.61 0.82
            -1.11 0.53 1.39 0.28 -0.35 0.58 -0.87 0.35 -0.02 0.13 -1.38 -0.1 -0.85 -0.02 -0.04 -2.07 1.38 -0.67
            0.54 -2.27 1.13 0.56 -0.08 0.04 1.03 0.54 0.67 -0.61 0.29 0.52 0.14 -1.91 -0.53 -1.73 0.42 -2.11
            0.71 1.34 -1.96 0.09 -0.19 1.28 0.16 -0.72 1.95 0.15 -1.69 0.44 -0.09 0.36 -2.2 -0.72 -0.18 0.61
            -1.32 1.1 0.7 -0.96 0.37 -1.34 -1.08 0.41 -0.16 -0.82 1.56 0.22 -0.92 -0.53 -0.95 -2.6 2.39 -0.61
            1.26 -0.99 1.59 -0.25 -0.83 0.61 -0.5 1.01 0.27 1.11 -0.87 -1.08 0.32 0.71 -0.04 -1.41 -1.16 -1.8
            0.34 0.36 0.97 -2.03 1.03 -0.9 0.98 -0.4 -1.72 1 -0.31 -0.93 -1.37 0.95 -0.22 0.27 2.38 -1.01 -1.19
            -0.47 0.83 -0.02 -0.58 -0.25 -0.43 0.31 -0.64 1.11 0.43 -1.46 -0.38 0.96 1.59 0.8 -1.54 0.88 0.85
            0.19 0.35 1.55 -1.23 1.63 1.48 0.37 0.4 -0.17 0.35 0.37 -1.91 2.79 1.39 0.18 0.62 0.6 0.67 0.14
            -0.12 -1.82 1.4 0.18 -0.48 -1.02 -0.44 0.32 1.1 1.05 -0.77 -0.69 -1.16 -1.35 -0.6 -1.13 0.3 -0.19
            -1.08 -0.27 0.87 -0.45 1.07 -0.78 -1.06 -2.56 1.3 -0.62 -0.54 0.15 -1.03 -0.19 0.31 -0.45 -0.31
            -0.76 0.65 -1.01 -0.59 1.46 0.47 -0.43 -2.3 -0.88 -0.9 -1.41 -0.74 -0.53 -1.15 1.21 -1.1 0.41 1.28
            -0.62 1.19 -0.56 1.72 1.62 0.57 -0.27 -0.87 -0.74 -0.77 0.56 1.14 1.49 0.66 -0.1 -0.27 -0.4 0.21
            0.38 1.47 1.45 0.67 -0.7 0.19 -1.79 0.62 -0.94 1.76 0.18 1.01 -0.05 0.32 0.91 -0.8 -0.61 1.98 -1.77
            0.77 -0.71 -0.66 0.38 1.36 -0.41 0.63 -0.27 -0 1.57 -1.03 -0.15 0.2 1.44 0.44 0.77 0.21 -1.85 0.16
            1.36 0.12 -0.02 -0.25 0.53 -0.9 -1.41 0.28 -0.8 -0.62 1.62 1.06 1.31 -0.84 0.01 0.46 1.39 0.14 1.63
            -1.57 -0.91 -0.41 -0.12 0.55 -0.61 0.56 -0.93 -0.79 0.13 0.88 0.14 -0.66 1.99 -0.71 2.08 -0.3 -0.15
            -1.52 1.4 -1.81 1.58 0.59 -0.18 0.71 1.01 0.95 0.72 -0.31 0.89 0.8 0.45 -1.19 0.03 1.23 -1.53 -0.01
            0.8 0.58 -2.57 -1.23 -0.63 -0.62 -0.08 1.52 0.32 -0.98 1.8 -0.55 2.52 0.28 0.26 -0.25 0.22 0.88
            -0.11 0.35 -1.9 -2.09 -0.35 -0.18 -1.39 -1.14 -1.05 0.98 -0.51 0.94 0.4 -2.88 0.24 -0.59 0.56 -0.24
            2.22 -0.79 1.43 -0.58 0.77 -2.59 -0.13 0.13 0.29 0.77 0.22 0.71 0.52 -2.29 0.77 0.38 0.05 1.31
            """;

    private static final String P3 =
            """
            -0.5 -0.46 -0.31 -0.26 2.77 0.81 1.33 -0.13 0.4 1.58 -1.55 -0.12 0.08 -0.79 -0.87 1.88 1.59 1.05
            0.39 0.66 -1.32 0.26 0.59 -0.67 0.23 -0.33 -1.78 0.32 -0.41 0.93 0.53 -0.77 -0.08 1.1 -0.47 0.76
            -0.05 0.31 -0.33 -2.37 0.14 -1.01 -0.38 0.07 0.76 -0.4 0.93 -0.7 0.96 0.12 0.48 0.54 0.66 1.36 0.65
            -0.6 -0.11 -0.44 0.09 -0.6 1.19 -0.22 0.89 -1.5 0.19 1.02 0.33 0.29 1.32 2.43 0.94 0.93 0.01 0.9
            1.01 -0.9 -1.01 -0.55 -0.31 -0.49 -0.35 1.33 -1.69 1.57 -0.4 -0.44 2.14 0.84 -1.27 -1.15 0.37 -1.76
            -0.87 1.41 -0.39 -0.04
            """;

    private static final String P4 =
            """
            0.35 -0.42 0.4 -0.33 0.89 -0.1 -0.71 -2.08 -0.32 0.39 0.17 0.89 1.41 0.29 -0.6 0.05 1.59 0.67 -0.11
            1.3 -0.22 1.53 0.98 0.48
            """;

    private static final String OF_LEVELS =
            """
            -0.419375 -0.256875 -0.245625 -0.924063 0.740117 0.705703 -0.896406 -0.194414 -0.482233 0.492709
            0.301847 0.85328 0.778984 0.142891 -0.182344 0.138984 -0.458945 0.268086 0.6275 0.449375
            """;
}
