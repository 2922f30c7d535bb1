package org.fpn4j.heads.yolox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.NoRoomException;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.core.head.RoomNeed;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Levels;
import org.fpn4j.heads.loss.ObjectTable;
import org.junit.jupiter.api.Test;

class YoloxHeadTest {
    private static final PyramidSpec UNEVEN = new PyramidSpec("P", List.of(new LevelSpec(3, 6), new LevelSpec(4, 10)));
    private static final YoloxConfig CONFIG =
            new YoloxConfig().withNumClasses(3).withChannels(8).withMaxObjects(2);

    private static HeadGeometry geometry() {
        return CONFIG.create(UNEVEN).at(Levels.inputs(UNEVEN, 1, 37, 50));
    }

    private static CostGraph declared(YoloxConfig config, HeadUse use) {
        CostGraph graph = new CostGraph();
        HeadInputs inputs = Levels.inputs(UNEVEN, 2, 37, 50);
        config.create(UNEVEN).build(graph.scope("head"), Levels.pyramid(graph, UNEVEN, inputs), inputs, use);
        return graph;
    }

    @Test
    void levelsOfAnyWidthHaveBranchesOfTheirOwnWithYoloxsNames() {
        List<String> names = declared(CONFIG, HeadUse.PREDICTION).parameters().stream()
                .map(Parameter::name)
                .filter(name -> name.endsWith("conv.weight") || name.contains("preds"))
                .toList();

        assertThat(names)
                .hasSize(22)
                .startsWith(
                        "head.stems.0.conv.weight",
                        "head.cls_convs.0.0.conv.weight",
                        "head.cls_convs.0.1.conv.weight",
                        "head.reg_convs.0.0.conv.weight",
                        "head.reg_convs.0.1.conv.weight",
                        "head.cls_preds.0.weight",
                        "head.cls_preds.0.bias",
                        "head.reg_preds.0.weight",
                        "head.reg_preds.0.bias",
                        "head.obj_preds.0.weight",
                        "head.obj_preds.0.bias",
                        "head.stems.1.conv.weight");
    }

    @Test
    void outputsCoverEveryCell() {
        CostGraph graph = new CostGraph();
        HeadInputs inputs = Levels.inputs(UNEVEN, 2, 37, 50);

        Map<String, Tensor> outputs = CONFIG.create(UNEVEN)
                .build(graph, Levels.pyramid(graph, UNEVEN, inputs), inputs, HeadUse.PREDICTION)
                .predictions();

        int cells = 5 * 7 + 3 * 4;
        assertThat(outputs.get("cls_logits").shape()).isEqualTo(Shape.of(2, cells, 3));
        assertThat(outputs.get("box_deltas").shape()).isEqualTo(Shape.of(2, cells, 4));
        assertThat(outputs.get("objectness").shape()).isEqualTo(Shape.of(2, cells, 1));
        assertThat(geometry().cells()).isEqualTo(cells);
    }

    /** YOLOX-s: 128 channels; counted on the head written in PyTorch. */
    @Test
    void hasAsManyParametersAsYoloxs() {
        PyramidSpec levels =
                new PyramidSpec("P", List.of(new LevelSpec(3, 128), new LevelSpec(4, 256), new LevelSpec(5, 512)));
        CostGraph graph = new CostGraph();
        HeadInputs inputs = Levels.inputs(levels, 1, 64, 64);

        new YoloxConfig()
                .withChannels(128)
                .create(levels)
                .build(graph, Levels.pyramid(graph, levels, inputs), inputs, HeadUse.PREDICTION);

        assertThat(graph.parameterCount("")).isEqualTo(1_920_895);
    }

    @Test
    void everyScoreStartsAtThePrior() {
        List<Parameter> biases = declared(CONFIG, HeadUse.PREDICTION).parameters().stream()
                .filter(parameter -> parameter.name().matches(".*(cls|obj)_preds.*bias"))
                .toList();

        assertThat(biases).hasSize(4).allSatisfy(bias -> assertThat(
                        bias.initializer().values(1, bias.name(), bias.shape()))
                .containsOnly((float) -Math.log(99)));
    }

    /** Corner, stride and exponential: cell 36 is the second of stride 16, whose corner is at (16, 0). */
    @Test
    void boxesAreDecodedFromTheCornerOfTheirCell() {
        HeadGeometry geometry = geometry();
        Map<String, float[]> outputs = outputs(geometry.cells());
        outputs.get("cls_logits")[3 * 36 + 2] = 2;
        outputs.get("cls_logits")[3 * 36 + 1] = 1;
        outputs.get("objectness")[36] = 1;
        float[] deltas = outputs.get("box_deltas");
        System.arraycopy(new float[] {0.5f, 1, (float) Math.log(0.5), 0}, 0, deltas, 4 * 36, 4);

        List<Detection> detections = geometry.decode(outputs);

        assertThat(detections).hasSize(1);
        Detection found = detections.get(0);
        assertThat(found.label()).isEqualTo(2);
        assertThat(found.score()).isCloseTo((float) (1 / (1 + Math.exp(-2)) / (1 + Math.exp(-1))), within(1e-6f));
        // middle (16 + 8, 16), sides 8 and 16
        assertThat(new float[] {
                    found.box().x1(),
                    found.box().y1(),
                    found.box().x2(),
                    found.box().y2()
                })
                .containsExactly(new float[] {20, 8, 28, 24}, within(1e-5f));
    }

    private static Map<String, float[]> outputs(int cells) {
        Map<String, float[]> outputs = new LinkedHashMap<>();
        outputs.put("cls_logits", new float[3 * cells]);
        outputs.put("box_deltas", new float[4 * cells]);
        outputs.put("objectness", new float[cells]);
        Arrays.fill(outputs.get("objectness"), -20);
        return outputs;
    }

    @Test
    void objectsAndIgnoredRegionsAreGivenToTheGraph() {
        GroundTruth one = new GroundTruth(List.of(new Box(1, 2, 30, 20)), List.of(2));
        HeadGeometry geometry = geometry();

        Map<String, float[]> fed = geometry.losses()
                .collate(List.of(geometry.assign(one, List.of(new Box(0, 0, 5, 5)))), HeadState.INITIAL)
                .values();

        assertThat(fed).containsOnlyKeys("objects", "shares");
        assertThat(fed.get("objects")).containsExactly(1, 2, 30, 20, 2, 1, 0, 0, 5, 5, ObjectTable.IGNORED, 0);
        assertThat(fed.get("shares")).containsExactly(1);
    }

    @Test
    void moreObjectsThanThereIsRoomForAreToldAndRefused() {
        Box box = new Box(1, 2, 30, 20);
        GroundTruth three = new GroundTruth(List.of(box, box, box), List.of(0, 1, 2));

        assertThat(geometry().needs(new Scene(three, List.of(box))))
                .containsExactly(new RoomNeed("max_objects", 2, 4, "objects and ignored regions"));
        assertThatThrownBy(() -> geometry().assign(three, List.of()))
                .isInstanceOf(NoRoomException.class)
                .hasMessage("max_objects[2] must be >= 3, the number of objects and ignored regions of an image");
    }

    @Test
    void labelsOutsideTheClassesAreRejected() {
        GroundTruth unknown = new GroundTruth(List.of(new Box(0, 0, 9, 9)), List.of(3));

        assertThatThrownBy(() -> geometry().assign(unknown, List.of())).hasMessage("label[3] must be in [0, 3)");
    }

    @Test
    void cellsInAndAroundAnObjectMayAnswerForItAndTheSmallerObjectHasThem() {
        GroundTruth two = new GroundTruth(List.of(new Box(0, 0, 48, 36), new Box(18, 10, 22, 14)), List.of(0, 1));

        List<ObjectFit> fits = geometry().fits(new Scene(two, List.of()));

        // of stride 8 four by four middles less than 20 pixels from (24, 18), of stride 16 three by two in it
        assertThat(fits.get(0).cells()).containsExactly(15, 6);
        assertThat(fits.get(0).contested()).containsExactly(1, 0);
        assertThat(fits.get(1).cells()).containsExactly(1, 0);
        assertThat(fits.get(1).contested()).containsExactly(1, 0);
        assertThat(fits.get(0).bestOverlap()).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void anObjectThatHoldsNoMiddleHasTheCellsAroundItsCentre() {
        GroundTruth tiny = new GroundTruth(List.of(new Box(5, 5, 7, 7)), List.of(0));
        YoloxConfig near = CONFIG.withAssignment(new SimOtaConfig(0.8, 3, 10));

        int[] cells = near.create(UNEVEN)
                .at(Levels.inputs(UNEVEN, 1, 37, 50))
                .assignment(new Scene(tiny, List.of()))
                .cellsOf(1);

        // two by two of stride 8 less than 6.4 pixels from (6, 6), one of stride 16 less than 12.8
        assertThat(cells).containsExactly(5);
    }

    @Test
    void groupsMustDivideTheChannels() {
        assertThatThrownBy(() -> CONFIG.withNorm(new Norms.Group(3, 1e-5)).create(UNEVEN))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("norm.groups[3] must divide the head's channels[8]");
    }

    @Test
    void thereIsAnL1LossWhereItHasAWeight() {
        assertThat(geometry().losses().made()).extracting(loss -> loss.name()).doesNotContain("l1");
        assertThat(CONFIG.withL1Weight(1)
                        .create(UNEVEN)
                        .at(Levels.inputs(UNEVEN, 1, 37, 50))
                        .losses()
                        .made())
                .extracting(loss -> loss.name())
                .contains("l1");
    }
}
