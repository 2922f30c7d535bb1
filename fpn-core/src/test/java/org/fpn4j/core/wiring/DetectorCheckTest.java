package org.fpn4j.core.wiring;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.pyramid.Pyramid;
import org.junit.jupiter.api.Test;

/** What a training would fail with is known before anything is computed. */
class DetectorCheckTest {
    /** A head whose losses are made of another's. */
    private record Remade(DetectionHead head, LossMaker maker) implements DetectionHead {
        @Override
        public int numClasses() {
            return head.numClasses();
        }

        @Override
        public Map<String, Tensor> build(Graph graph, Pyramid pyramid) {
            return head.build(graph, pyramid);
        }

        @Override
        public HeadGeometry at(HeadInputs inputs) {
            return head.at(inputs);
        }

        @Override
        public Map<String, Tensor> losses(Graph graph, Map<String, Tensor> outputs, HeadGeometry geometry) {
            return maker.make(graph, outputs, head.losses(graph, outputs, geometry));
        }
    }

    private interface LossMaker {
        Map<String, Tensor> make(Graph graph, Map<String, Tensor> outputs, Map<String, Tensor> losses);
    }

    private static Detector detector(LossMaker maker) {
        ResNet backbone = new ResNet.Config().create();
        NeckBlock neck = new Fpn.Config(8, 3, 5).create(backbone.outputs());
        ExtraLevelsBlock extra = new ExtraLevels.None().create(backbone.outputs(), neck.outputs());
        DetectionHead head = new TinyHead.Config(2).create(extra.outputs());
        return new Detector(backbone, neck, extra, new Remade(head, maker));
    }

    @Test
    void lossesThatFitAreWelcome() {
        assertThatCode(() -> detector((graph, outputs, losses) -> losses).check(64, 64))
                .doesNotThrowAnyException();
    }

    @Test
    void aLossThatDoesNotFitIsToldWithItsPlace() {
        Detector detector = detector((graph, outputs, losses) -> Map.of(
                "loss",
                graph.apply(new Operation.SmoothL1Loss(1), outputs.get("cls_logits"), outputs.get("cls_logits"))));

        assertThatThrownBy(() -> detector.check(64, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "node[loss.smooth_l1_loss]: smooth L1 loss: expected 3 inputs, got [[1, 84, 2], [1, 84, 2]]");
    }

    @Test
    void whatGradientsCannotBeginAtIsNoLoss() {
        Detector detector = detector((graph, outputs, losses) -> Map.of(
                "weighed",
                graph.apply(
                        new Operation.Multiply(2), losses.values().iterator().next())));

        assertThatThrownBy(() -> detector.check(64, 64))
                .hasMessage("loss[loss.multiply] must be the output of a loss operation; to weigh a loss, scale its"
                        + " weights per cell");
    }

    @Test
    void aHeadNeedsALoss() {
        assertThatThrownBy(() -> detector((graph, outputs, losses) -> Map.of()).check(64, 64))
                .hasMessage("a network for training needs a loss");
    }
}
