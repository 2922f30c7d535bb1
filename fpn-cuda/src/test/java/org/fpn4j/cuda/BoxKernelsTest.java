package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.api.Test;

@Emulated
class BoxKernelsTest {
    private static final Operation.DecodeDeltas DECODE = new Operation.DecodeDeltas(10, 5, Math.log(8));
    private static final Shape ONE = Shape.of(1, 1, 4);

    private record Values(Shape shape, float... values) {}

    /** Boxes are float32 also where maps are not. */
    private static float[] run(Instruction instruction, Shape result, Values... inputs) {
        try (SingleStep steps = new SingleStep(ElementType.BFLOAT16)) {
            List<SingleStep.Held> held = Stream.of(inputs)
                    .map(input -> steps.held(input.shape(), input.values()))
                    .toList();
            return steps.values(steps.run(instruction, held, List.of(result)).get(0));
        }
    }

    @Test
    void aBoxIsMovedByItsAnchorsSidesAndGrowsByPowers() {
        Values anchor = new Values(Shape.of(1, 4), 10, 20, 30, 60);
        float twice = (float) (5 * Math.log(2));
        Values deltas = new Values(ONE, 5, -10, twice, 0);

        float[] box = run(new Instruction.Forward(DECODE), ONE, deltas, anchor);

        // the centre (20, 40) moves by half of 20 and by -40; 20 becomes 40, 40 stays
        assertThat(box[0]).isCloseTo(10, within(1e-4f)); // roundings of 6e-8 of 40
        assertThat(box[1]).isCloseTo(-20, within(1e-4f));
        assertThat(box[2]).isCloseTo(50, within(1e-4f));
        assertThat(box[3]).isCloseTo(20, within(1e-4f));
    }

    @Test
    void sidesDoNotGrowBeyondTheClampAndHaveNoGradientThere() {
        Values anchor = new Values(Shape.of(1, 4), -1, -1, 1, 1);
        Values deltas = new Values(ONE, 0, 0, 1e30f, -1e30f);
        Values slopes = new Values(ONE, -1, -1, 1, 1);

        float[] box = run(new Instruction.Forward(DECODE), ONE, deltas, anchor);
        float[] gradient = run(new Instruction.Backward(DECODE), ONE, deltas, anchor, slopes);

        assertThat(box[0]).isCloseTo(-8, within(1e-5f));
        assertThat(box[2]).isCloseTo(8, within(1e-5f));
        assertThat(List.of(Math.abs(box[1]), Math.abs(box[3]))).containsOnly(0f);
        assertThat(gradient).containsOnly(0);
    }

    @Test
    void aDeltaThatIsNotANumberMakesABoxThatIsNone() {
        Values anchor = new Values(Shape.of(1, 4), 0, 0, 1, 1);
        Values deltas = new Values(ONE, 0, Float.NaN, Float.NaN, 0);

        float[] box = run(new Instruction.Forward(DECODE), ONE, deltas, anchor);

        assertThat(box).containsOnly(Float.NaN);
    }

    @Test
    void everyImageHasTheSameAnchorsAndGradientsAreThoseOfTheFormula() {
        int images = 3;
        int cells = 129; // with both axes, more than one block
        Shape shape = Shape.of(images, cells, 4);
        float[] deltas = random(1, images * cells * 4, 2);
        float[] slopes = random(2, images * cells * 4, 1);
        float[] anchors = random(3, cells * 4, 1);
        for (int i = 0; i < anchors.length; i++) {
            anchors[i] += i % 4 < 2 ? 0 : 20;
        }
        Values given = new Values(shape, deltas);
        Values anchor = new Values(Shape.of(cells, 4), anchors);

        float[] boxes = run(new Instruction.Forward(DECODE), shape, given, anchor);
        float[] gradient = run(new Instruction.Backward(DECODE), shape, given, anchor, new Values(shape, slopes));

        for (int i = 0; i < deltas.length; i++) {
            int low = i - i % 4 + i % 2;
            int at = low % (4 * cells);
            double size = (double) anchors[at + 2] - anchors[at];
            double half = size / 2 * Math.exp(Math.min(deltas[low + 2] / 5, Math.log(8)));
            double center = anchors[at] + size / 2 + deltas[low] / 10 * size;
            double box = center + (i % 4 < 2 ? -half : half);
            double slope = i % 4 < 2
                    ? ((double) slopes[low] + slopes[low + 2]) * size / 10
                    : ((double) slopes[low + 2] - slopes[low]) * half / 5;
            // a few roundings of 6e-8 of values up to 40
            assertThat((double) boxes[i]).as("box %s", i).isCloseTo(box, within(1e-5));
            assertThat((double) gradient[i]).as("gradient %s", i).isCloseTo(slope, within(1e-5));
        }
    }

    private static float[] random(int seed, int length, double spread) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (spread * random.nextGaussian());
        }
        return values;
    }

    @Test
    void distancesFlipTheirFirstTwoSignsBothWays() {
        Shape shape = Shape.of(1, 2, 4);
        Values distances = new Values(shape, 1, 2, 3, 4, -5, 0, 6, Float.NaN);
        Operation operation = new Operation.DistancesToBoxes();

        float[] boxes = run(new Instruction.Forward(operation), shape, distances);
        float[] gradient = run(new Instruction.Backward(operation), shape, distances);

        assertThat(boxes).containsExactly(-1, -2, 3, 4, 5, -0f, 6, Float.NaN);
        assertThat(gradient).containsExactly(boxes);
    }
}
