package org.fpn4j.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Losses.TargetBatch;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every head keeps to. A subclass supplies a head of three classes that works on eight channels. */
public abstract class HeadContractTest {
    private static final PyramidSpec P3_P7 = PyramidSpec.uniform("P", 3, 7, 8);
    private static final int HEIGHT = 197;
    private static final int WIDTH = 261; // no level is a multiple of its stride in either direction
    private static final GroundTruth OBJECTS = new GroundTruth(
            List.of(new Box(10, 12, 42, 50), new Box(60, 20, 180, 170), new Box(200, 100, 221, 119)), List.of(2, 0, 1));
    private static final GroundTruth NOTHING = new GroundTruth(List.of(), List.of());

    protected abstract HeadConfig config();

    /** Whether a parameter belongs to one level alone, so that it is there and learns where this level does. */
    protected boolean isOfOneLevel(String parameter) {
        return false;
    }

    /** Raw outputs from which these targets follow with certainty. */
    protected abstract Map<String, float[]> perfect(ImageTargets targets);

    @Test
    void outputsCoverEveryCellOfEveryLevel() {
        for (PyramidSpec spec : List.of(P3_P7, PyramidSpec.uniform("P", 2, 4, 16), PyramidSpec.uniform("C", 5, 5, 8))) {
            DetectionHead head = config().create(spec);
            HeadInputs inputs = Levels.inputs(spec, 2, HEIGHT, WIDTH);
            CostGraph graph = new CostGraph();

            Map<String, Tensor> outputs = head.build(
                            graph.scope("head"), Levels.pyramid(graph, spec, inputs), inputs, HeadUse.PREDICTION)
                    .predictions();

            int cells = head.at(inputs).cells();
            assertThat(head.numClasses()).isEqualTo(3);
            assertThat(outputs.get("cls_logits").shape()).isEqualTo(Shape.of(2, cells, 3));
            assertThat(outputs.get("box_deltas").shape()).isEqualTo(Shape.of(2, cells, 4));
            assertThat(head.at(inputs)
                            .losses()
                            .declare(graph.scope("loss"), 2, outputs)
                            .values())
                    .isNotEmpty()
                    .allSatisfy(loss -> assertThat(loss.shape()).isEqualTo(Shape.of()));
        }
    }

    @Test
    void levelsShareAllParameters() {
        assertThat(parameters(P3_P7)).isEqualTo(parameters(PyramidSpec.uniform("P", 4, 5, 8)));
    }

    private List<String> parameters(PyramidSpec spec) {
        CostGraph graph = new CostGraph();
        HeadInputs inputs = Levels.inputs(spec, 1, HEIGHT, WIDTH);
        config().create(spec).build(graph, Levels.pyramid(graph, spec, inputs), inputs, HeadUse.PREDICTION);
        return graph.parameters().stream()
                .filter(parameter -> !isOfOneLevel(parameter.name()))
                .map(parameter -> parameter.name() + parameter.shape())
                .toList();
    }

    @Test
    void targetsHaveTheDeclaredShapes() {
        HeadGeometry geometry = geometry();
        ImageTargets image = geometry.assign(OBJECTS, List.of());
        ImageTargets empty = geometry.assign(NOTHING, List.of());

        TargetBatch batch = geometry.losses().collate(List.of(image, empty), HeadState.INITIAL);

        Map<String, Shape> shapes = geometry.losses().inputs(2);
        assertThat(batch.values().keySet()).isEqualTo(shapes.keySet());
        shapes.forEach((name, shape) -> {
            assertThat(batch.values().get(name)).as(name).hasSize((int) shape.size());
        });
        assertThat(image.positives()).isPositive();
        assertThat(empty.positives()).isZero();
    }

    @Test
    void assigningTwiceGivesTheSameBits() {
        ImageTargets first = geometry().assign(OBJECTS, List.of(new Box(0, 0, 30, 30)));
        ImageTargets second = geometry().assign(OBJECTS, List.of(new Box(0, 0, 30, 30)));

        assertThat(first.rows().keySet()).isEqualTo(second.rows().keySet());
        first.rows().forEach((name, row) -> {
            assertThat(row.target()).isEqualTo(second.of(name).target());
            assertThat(row.weights()).isEqualTo(second.of(name).weights());
        });
    }

    @Test
    void targetsAreThoseOfTheAssignment() {
        Scene scene = new Scene(OBJECTS, List.of(new Box(0, 0, 30, 30)));

        Assignment assignment = geometry().assignment(scene);
        ImageTargets targets = geometry().assign(scene);

        float[] labels = targets.of("classification").target();
        assertThat(assignment.ends())
                .hasSize(P3_P7.levels().size())
                .endsWith(geometry().cells());
        for (int cell = 0; cell < labels.length; cell++) {
            int object = assignment.objects()[cell];
            assertThat(labels[cell])
                    .isEqualTo(object < 0 ? object : OBJECTS.labels().get(object));
        }
        assertThat(Arrays.stream(assignment.cellsOf(OBJECTS.size())).sum()).isEqualTo(targets.positives());
    }

    @Test
    void whatIsSaidOfObjectsFollowsFromTheAssignment() {
        Scene scene = new Scene(OBJECTS, List.of());
        int[] cells = geometry().assignment(scene).cellsOf(OBJECTS.size());

        List<ObjectFit> fits = geometry().fits(scene);

        assertThat(fits.stream().mapToInt(ObjectFit::positives)).containsExactly(cells[0], cells[1], cells[2]);
        assertThat(fits).allSatisfy(fit -> assertThat(fit.cells())
                .hasSize(P3_P7.levels().size()));
    }

    @Test
    void everyObjectIsAssignedToSomeCell() {
        float[] labels =
                geometry().assign(OBJECTS, List.of()).of("classification").target();

        assertThat(labels).contains(0, 1, 2);
    }

    @Test
    void perfectPredictionsDecodeToTheGroundTruth() {
        HeadGeometry geometry = geometry();
        ImageTargets targets = geometry.assign(OBJECTS, List.of());

        List<Detection> detections = geometry.decode(perfect(targets));

        assertThat(detections).hasSize(OBJECTS.size());
        for (int i = 0; i < OBJECTS.size(); i++) {
            int label = OBJECTS.labels().get(i);
            Box box = OBJECTS.boxes().get(i);
            Detection detection = detections.stream()
                    .filter(found -> found.label() == label)
                    .findFirst()
                    .orElseThrow();
            assertThat(detection.score()).isGreaterThan(0.5f);
            assertThat(new float[] {
                        detection.box().x1(),
                        detection.box().y1(),
                        detection.box().x2(),
                        detection.box().y2()
                    })
                    .containsExactly(new float[] {box.x1(), box.y1(), box.x2(), box.y2()}, within(1e-3f)); // float32
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void outputsThatAreNotFiniteMakeNoDetection(float value) {
        HeadGeometry geometry = geometry();
        Map<String, float[]> outputs = perfect(geometry.assign(OBJECTS, List.of()));

        for (String name : outputs.keySet()) {
            Map<String, float[]> broken = new LinkedHashMap<>(outputs);
            float[] values = outputs.get(name).clone();
            Arrays.fill(values, value);
            broken.put(name, values);
            assertThat(geometry.decode(broken)).as(name).isEmpty();
        }
    }

    @Test
    void oneBrokenOutputCostsItsOwnCellAlone() {
        HeadGeometry geometry = geometry();
        Map<String, float[]> outputs = perfect(geometry.assign(OBJECTS, List.of()));
        float[] deltas = outputs.get("box_deltas");
        float[] logits = outputs.get("cls_logits");
        int classes = logits.length / geometry.cells();
        for (int cell = 0; cell < geometry.cells(); cell++) {
            if (logits[cell * classes + 2] > 0) {
                deltas[4 * cell + 3] = Float.NaN;
            }
        }

        assertThat(geometry.decode(outputs)).extracting(Detection::label).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void classesThatNobodyWantsAreNotDetected() {
        HeadGeometry geometry = geometry();
        Map<String, float[]> outputs = perfect(geometry.assign(OBJECTS, List.of()));

        assertThat(geometry.decode(RawOutputs.of(outputs), new Wanted(2, box -> true)))
                .isEqualTo(geometry.decode(outputs).stream()
                        .filter(found -> found.label() < 2)
                        .toList())
                .hasSize(2);
    }

    @Test
    void classScoresAreReadInStretchesWhereTheyLie() {
        HeadGeometry geometry = geometry();
        Map<String, float[]> outputs = perfect(geometry.assign(OBJECTS, List.of()));
        Map<String, TensorView> views = new LinkedHashMap<>();
        outputs.forEach((name, values) -> views.put(name, TensorView.of(values)));
        Stretches logits = new Stretches(outputs.get("cls_logits"), new ArrayList<>());
        views.put("cls_logits", logits);

        List<Detection> detections = geometry.decode(new RawOutputs(views), Wanted.ALL);

        assertThat(detections).isEqualTo(geometry.decode(outputs));
        assertThat(logits.counts()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(1 << 14));
        assertThat(logits.counts().stream().mapToInt(Integer::intValue).sum())
                .as("every value once")
                .isEqualTo(outputs.get("cls_logits").length);
    }

    /** Values that remember how many of them were asked for at a time. */
    private record Stretches(float[] values, List<Integer> counts) implements TensorView {
        @Override
        public long size() {
            return values.length;
        }

        @Override
        public void read(long from, float[] target, int offset, int count) {
            counts.add(count);
            System.arraycopy(values, (int) from, target, offset, count);
        }
    }

    @Test
    void theDecodingIsAValueForEveryCell() {
        HeadInputs inputs = Levels.inputs(P3_P7, 1, HEIGHT, WIDTH);
        HeadGeometry geometry = config().create(P3_P7).at(inputs);

        Decoding decoding = geometry.decoding().orElseThrow();

        assertThat(decoding.classes()).isEqualTo(3);
        assertThat(decoding.cells()).isEqualTo(geometry.cells());
        assertThat(decoding.ends()).hasSize(inputs.levels().size()).isSorted().endsWith(geometry.cells());
        assertThat(decoding.imageHeight()).isEqualTo(HEIGHT);
        assertThat(decoding.imageWidth()).isEqualTo(WIDTH);
    }

    @Test
    void ignoredRegionsHoldNoNegatives() {
        HeadGeometry geometry = geometry();
        Box everything = new Box(-1000, -1000, 1000, 1000); // points of a fixed stride lie outside the image too

        float[] without =
                geometry.assign(OBJECTS, List.of()).of("classification").target();
        float[] with = geometry.assign(OBJECTS, List.of(everything))
                .of("classification")
                .target();

        for (int cell = 0; cell < with.length; cell++) {
            assertThat(with[cell]).isEqualTo(without[cell] == -1 ? -2 : without[cell]);
        }
    }

    @Test
    void labelsOutsideTheClassesAreRejected() {
        GroundTruth unknown = new GroundTruth(List.of(new Box(0, 0, 9, 9)), List.of(3));

        assertThatThrownBy(() -> geometry().assign(unknown, List.of())).hasMessage("label[3] must be in [0, 3)");
    }

    @Test
    void levelsOfSeveralWidthsAreRejected() {
        PyramidSpec uneven = new PyramidSpec("C", List.of(new LevelSpec(3, 8), new LevelSpec(4, 16)));

        assertThatThrownBy(() -> config().create(uneven))
                .hasMessageContaining("needs levels of one width, got [C3:8, C4:16]");
    }

    @Test
    void everyParameterLearns() {
        HeadInputs inputs = Levels.inputs(P3_P7, 2, HEIGHT, WIDTH);
        DetectionHead head = config().create(P3_P7);
        Map<String, float[]> targets = Heads.targets(head.at(inputs), List.of(OBJECTS, NOTHING));
        try (Network network = Heads.compile(head, P3_P7, inputs, Purpose.TRAINING, new Weights(Map.of()))) {
            Map<String, Double> losses = network.backward(Heads.feed(network, targets));

            assertThat(losses.values())
                    .allSatisfy(loss -> assertThat(loss).isFinite().isPositive());
            for (ParameterBuffers.Slot slot : network.buffers().slots()) {
                float[] gradient = ParameterBuffers.view(network.buffers().gradients(), slot)
                        .toArray();
                float sum = 0;
                for (float value : gradient) {
                    sum += Math.abs(value);
                }
                String name = slot.parameter().name();
                assertThat(sum).as(name).isFinite();
                assertThat(sum > 0 || isOfOneLevel(name)).as(name + " learns").isTrue();
            }
        }
    }

    @Test
    void imagesWithoutObjectsHaveFiniteLosses() {
        HeadInputs inputs = Levels.inputs(P3_P7, 1, HEIGHT, WIDTH);
        DetectionHead head = config().create(P3_P7);
        Map<String, float[]> targets = Heads.targets(head.at(inputs), List.of(NOTHING));
        try (Network network = Heads.compile(head, P3_P7, inputs, Purpose.TRAINING, new Weights(Map.of()))) {
            Map<String, Double> losses = new LinkedHashMap<>(network.backward(Heads.feed(network, targets)));

            assertThat(losses.remove("classification")).isFinite().isPositive();
            assertThat(new ArrayList<>(losses.values())).containsOnly(0.0);
            assertThat(network.buffers().gradients().toArray())
                    .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        }
    }

    private HeadGeometry geometry() {
        return config().create(P3_P7).at(Levels.inputs(P3_P7, 1, HEIGHT, WIDTH));
    }

    /** Logits of 10 at the labels and -10 elsewhere. */
    public static float[] logits(float[] labels, int classes) {
        float[] logits = new float[labels.length * classes];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = labels[i / classes] == i % classes ? 10 : -10;
        }
        return logits;
    }
}
