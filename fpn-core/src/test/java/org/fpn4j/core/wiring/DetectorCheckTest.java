package org.fpn4j.core.wiring;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Loss;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.pyramid.Pyramid;
import org.junit.jupiter.api.Test;

/** What a training would fail with is known before anything is computed. */
class DetectorCheckTest {
    private static final Loss.Prediction LOGITS = Loss.Prediction.output("cls_logits"); // [1, 84, 2]
    private static final Shape CELLS = Shape.of(84);
    private static final Shape VALUES = Shape.of(84, 2);

    /** A head with other losses. */
    private record Remade(DetectionHead head, List<Loss> losses) implements DetectionHead {
        @Override
        public int numClasses() {
            return head.numClasses();
        }

        @Override
        public HeadOutputs build(Graph graph, Pyramid pyramid, HeadInputs inputs, HeadUse use) {
            return head.build(graph, pyramid, inputs, use);
        }

        @Override
        public HeadGeometry at(HeadInputs inputs) {
            return new RemadeGeometry(head.at(inputs), losses);
        }
    }

    private record RemadeGeometry(HeadGeometry geometry, List<Loss> all) implements HeadGeometry {
        @Override
        public int cells() {
            return geometry.cells();
        }

        @Override
        public Losses losses() {
            return new Losses(all, geometry.losses().normalizer());
        }

        @Override
        public ImageTargets assign(Scene scene) {
            return geometry.assign(scene);
        }

        @Override
        public Assignment assignment(Scene scene) {
            return geometry.assignment(scene);
        }
    }

    private static Detector detector(Loss... losses) {
        ResNet backbone = new ResNet.Config().create();
        NeckBlock neck = new Fpn.Config(8, 3, 5).create(backbone.outputs());
        ExtraLevelsBlock extra = new ExtraLevels.None().create(backbone.outputs(), neck.outputs());
        DetectionHead head = new TinyHead.Config(2).create(extra.outputs());
        return new Detector(backbone, neck, extra, new Remade(head, List.of(losses)));
    }

    @Test
    void lossesThatFitAreWelcome() {
        Loss fits = new Loss("fits", new Operation.BinaryCrossEntropy(), LOGITS, VALUES, CELLS, 1);

        assertThatCode(() -> detector(fits).check(64, 64)).doesNotThrowAnyException();
    }

    @Test
    void aLossThatDoesNotFitIsToldWithItsPlace() {
        Loss narrow = new Loss("narrow", new Operation.SmoothL1Loss(1), LOGITS, CELLS, CELLS, 1);

        assertThatThrownBy(() -> detector(narrow).check(64, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node[loss.smooth_l1_loss]: smooth L1 loss: expected targets [1, 84, 2], got [1, 84]");
    }

    @Test
    void whatGradientsCannotBeginAtIsNoLoss() {
        Loss sum = new Loss("sum", new Operation.Sum(), LOGITS, VALUES, VALUES, 1);

        assertThatThrownBy(() -> detector(sum).check(64, 64))
                .hasMessage("loss[loss.sum] must be the output of a loss operation; to weigh a loss, scale its"
                        + " weights per cell");
    }

    @Test
    void aHeadNeedsALoss() {
        assertThatThrownBy(() -> detector().check(64, 64)).hasMessage("a network for training needs a loss");
    }
}
