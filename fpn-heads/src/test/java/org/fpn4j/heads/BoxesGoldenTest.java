package org.fpn4j.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.heads.anchor.AnchorConfig;
import org.fpn4j.heads.anchor.AnchorOrder;
import org.fpn4j.heads.anchor.CellRounding;
import org.fpn4j.heads.anchor.SizeRounding;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.match.IouMatcher;
import org.fpn4j.heads.point.GridStride;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anchors, box coder and matcher against torchvision's; see {@code golden/boxes/make_golden.py}. */
class BoxesGoldenTest {
    private static final Golden GOLDEN = Golden.of("boxes");
    private static final PyramidSpec SPEC = PyramidSpec.uniform("P", 3, 7, 8);
    private static final int CODED = 60;
    private static final List<Box> OBJECTS = List.of(
            new Box(20, 20, 90, 84),
            new Box(20, 20, 90, 84),
            new Box(30, 30, 62, 62),
            new Box(10, 60, 150, 64),
            new Box(41, 41, 47, 47),
            new Box(120, 100, 160, 128),
            new Box(-30, 90, 30, 150),
            new Box(76, 76, 124, 124));

    @ParameterizedTest
    @CsvSource({"0, 256, 320", "1, 224, 352", "2, 97, 133"})
    void anchorsAreTorchvisions(int index, int height, int width) {
        assertSampled("anchors/" + index, new AnchorConfig(), height, width, 0); // whole numbers
    }

    @ParameterizedTest
    @CsvSource({"0, 256, 320", "1, 224, 352", "2, 97, 133"})
    void anchorsAreMmdetections(int index, int height, int width) {
        AnchorConfig config = new AnchorConfig(
                4,
                3,
                List.of(0.5, 1.0, 2.0),
                AnchorOrder.BY_RATIO,
                SizeRounding.NONE,
                CellRounding.NONE,
                0,
                GridStride.FIXED);

        assertSampled("mmdet_anchors/" + index, config, height, width, 1e-4f); // float32 of up to 1150
    }

    private static void assertSampled(String path, AnchorConfig config, int height, int width, float tolerance) {
        HeadInputs inputs = Levels.inputs(SPEC, 1, height, width);
        float[] boxes = config.grid(SPEC, inputs).boxes();
        float[] values = GOLDEN.floats(path + "/values");
        int every = (int) GOLDEN.number(path + "/every");

        assertThat(boxes).hasSize((int) GOLDEN.number(path + "/count"));
        for (int i = 0; i < values.length; i++) {
            assertThat(boxes[i * every]).as("value %d", i * every).isCloseTo(values[i], within(tolerance));
        }
    }

    @ParameterizedTest
    @CsvSource({"retina, 1, 1", "region, 10, 5"})
    void deltasAreTorchvisions(String weights, double center, double size) {
        DeltaCoder coder = new DeltaCoder(center, size, new DeltaCoder().clamp());
        float[] anchors = boxes("anchor");
        float[] objects = boxes("object");

        float[] encoded = coder.encode(anchors, objects);

        GOLDEN.assertClose("coder/" + weights + "/encoded", encoded, 1e-6); // float32
    }

    /** Some sizes are beyond the clamp: a decoder and a graph stop at the same factor as torchvision. */
    @ParameterizedTest
    @CsvSource({"retina, 1, 1", "region, 10, 5"})
    void boxesOfDeltasAreTorchvisions(String weights, double center, double size) {
        DeltaCoder coder = new DeltaCoder(center, size, new DeltaCoder().clamp());
        float[] anchors = boxes("anchor");
        float[] deltas = Wave.values(weights + "_deltas", 4L * CODED, 6 * size);

        float[] decoded = coder.decode(anchors, deltas);

        GOLDEN.assertClose("coder/" + weights + "/decoded", decoded, 1e-6); // float32
        GOLDEN.assertClose("coder/" + weights + "/decoded", inGraph(coder, anchors, deltas), 1e-6);
    }

    private static float[] inGraph(DeltaCoder coder, float[] anchors, float[] deltas) {
        try (Network network = new SameDiffExecutor()
                .compile(
                        graph -> {
                            Tensor given = graph.input("deltas", Shape.of(1, CODED, 4));
                            Tensor around = graph.constant("anchors", Shape.of(CODED, 4), () -> anchors);
                            return new Declared(
                                    Map.of("boxes", graph.apply(coder.operation(), given, around)), Map.of());
                        },
                        Purpose.INFERENCE,
                        new Weights(Map.of()))) {
            return network.forward(Map.of("deltas", deltas), List.of("boxes")).get("boxes");
        }
    }

    /** The script's boxes: centres around (200, 200), sides of 4 to 124. */
    private static float[] boxes(String name) {
        float[] centers = Wave.values(name + "_center", 2L * CODED, 150);
        float[] sides = Wave.values(name + "_side", 2L * CODED, 60);
        float[] boxes = new float[4 * CODED];
        for (int i = 0; i < CODED; i++) {
            for (int axis = 0; axis < 2; axis++) {
                float center = 200 + centers[2 * i + axis];
                float half = 2 + Math.abs(sides[2 * i + axis]);
                boxes[4 * i + axis] = center - half;
                boxes[4 * i + 2 + axis] = center + half;
            }
        }
        return boxes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void matchesAreTorchvisions(int index) {
        String path = "matchers/" + index + "/";
        boolean lowQuality = GOLDEN.bool(path + "low_quality");
        IouMatcher matcher =
                new IouMatcher(GOLDEN.number(path + "foreground"), GOLDEN.number(path + "background"), lowQuality);

        int[] matches = matcher.match(new AnchorConfig().grid(SPEC, Levels.inputs(SPEC, 1, 128, 160)), OBJECTS);

        List<Float> pairs = new ArrayList<>();
        for (int anchor = 0; anchor < matches.length; anchor++) {
            if (matches[anchor] != -1) {
                pairs.add((float) anchor);
                pairs.add((float) matches[anchor]);
            }
        }
        float[] golden = GOLDEN.floats(path + "matches");
        assertThat(golden.length).isGreaterThan(100);
        assertThat(pairs).hasSize(golden.length);
        for (int i = 0; i < golden.length; i++) {
            assertThat(pairs.get(i)).as("number %d", i).isEqualTo(golden[i]);
        }
    }
}
