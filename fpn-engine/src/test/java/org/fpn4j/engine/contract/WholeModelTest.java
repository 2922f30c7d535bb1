package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.bifpn.BiFpn;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.ExtraLevelsConfig;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.heads.centernet.CenterNetConfig;
import org.fpn4j.heads.centernet.CenterNetLevels;
import org.fpn4j.heads.fcos.BoxActivation;
import org.fpn4j.heads.fcos.FcosConfig;
import org.fpn4j.heads.mask.MaskConfig;
import org.fpn4j.heads.mask.MaskRcnnConfig;
import org.fpn4j.heads.retina.RetinaConfig;
import org.fpn4j.heads.roi.FasterRcnnConfig;
import org.fpn4j.heads.roi.PoolConfig;
import org.fpn4j.heads.roi.RoiConfig;
import org.fpn4j.heads.roi.TwoMlp;
import org.fpn4j.heads.rpn.ProposalConfig;
import org.fpn4j.heads.rpn.RpnConfig;
import org.fpn4j.heads.rpn.SamplingConfig;
import org.fpn4j.heads.ssd.MiningConfig;
import org.fpn4j.heads.ssd.SsdConfig;
import org.fpn4j.heads.tower.TowerConfig;
import org.fpn4j.heads.yolox.YoloxConfig;
import org.fpn4j.panet.PaNet;
import org.fpn4j.yolo.YoloPan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every neck with every head, and every head of one class and with nothing in the image: two training steps and a prediction
 * agree with SameDiff's session.
 */
public abstract class WholeModelTest {
    private static final int HEIGHT = 64;
    private static final int WIDTH = 96;
    private static final int CHANNELS = 8;
    private static final NormConfig GROUPS = new Norms.Group(4, 1e-5);
    private static final List<Box> BOXES = List.of(new Box(10, 12, 42, 50), new Box(30, 5, 90, 60));
    private static final List<ObjectMask> MASKS = List.of(new Dotted(BOXES.get(0)), new Dotted(BOXES.get(1)));
    private static final GroundTruth NOTHING = new GroundTruth(List.of(), List.of());

    /** Fresh providers for one network, the tested one first; the last has a kernel for every step. */
    protected abstract List<KernelProvider> providers();

    /** Largest difference from SameDiff, as a share of the largest magnitude in the tensor. */
    protected double tolerance() {
        return 1e-4; // float32 through some thirty layers and back, sums in another order
    }

    public static Stream<Sample> models() {
        Map<String, NeckConfig> necks = new LinkedHashMap<>();
        necks.put("fpn", new Fpn.Config(CHANNELS, 3, 5));
        necks.put("panet", new PaNet.Config(PaNet.Variant.PAPER, CHANNELS, 3, 5, GROUPS, PaNet.PathActivation.VARIANT));
        necks.put("bifpn", new BiFpn.Config(1, CHANNELS, 3, 7));
        List<Sample> models = new ArrayList<>();
        for (String head : List.of("retina", "fcos")) {
            necks.forEach((name, neck) -> {
                String both = name + " and " + head;
                models.add(model(both, neck, head(head, 3), List.of(new GroundTruth(BOXES, List.of(2, 0)), NOTHING)));
            });
            models.add(model(
                    head + " of one class",
                    necks.get("fpn"),
                    head(head, 1),
                    List.of(NOTHING, new GroundTruth(BOXES, List.of(0, 0)))));
            models.add(model(
                    head + " of one class and nothing in the image",
                    necks.get("fpn"),
                    head(head, 1),
                    List.of(NOTHING)));
        }
        models.add(model(
                "yolo_pan and retina",
                new YoloPan.Config(CHANNELS, 3, 5, 0.33, 1.0 / 32, true, GROUPS, Activation.SWISH),
                retina(3),
                List.of(new GroundTruth(BOXES, List.of(2, 0)), NOTHING)));
        return models.stream();
    }

    /** And heads that decide in the graph, which are compared where the order of equal scores does not matter: in training. */
    public static Stream<Sample> trained() {
        NeckConfig neck = new Fpn.Config(CHANNELS, 3, 5);
        return Stream.concat(
                models(),
                Stream.of(
                        model(
                                "fpn and faster_rcnn",
                                neck,
                                twoStage(3, new PoolConfig(7), 387),
                                List.of(new GroundTruth(BOXES, List.of(2, 0)), NOTHING)),
                        model(
                                "fpn and faster_rcnn of one class on all levels",
                                neck,
                                twoStage(1, new PoolConfig(3).withLevels(PoolConfig.Levels.ALL), 387),
                                List.of(new GroundTruth(BOXES, List.of(0, 0)))),
                        model(
                                "yolo_pan and yolox",
                                new YoloPan.Config(0, 3, 5, 0, 1.0 / 32, false, GROUPS, Activation.SWISH),
                                yolox(3).withL1Weight(1),
                                List.of(new GroundTruth(BOXES, List.of(2, 0)), NOTHING)),
                        model("fpn and yolox, nothing in the image", neck, yolox(1), List.of(NOTHING)),
                        model("fpn and ssd", neck, ssd(), List.of(new GroundTruth(BOXES, List.of(1, 0)), NOTHING)),
                        model(
                                "fpn and centernet on all levels",
                                neck,
                                new CenterNetConfig().withNumClasses(2).withLevels(CenterNetLevels.ALL),
                                List.of(new GroundTruth(BOXES, List.of(1, 0)), NOTHING)),
                        model(
                                "fpn and mask_rcnn", // on two levels, whose 90 anchors all are regions with a mask
                                new Fpn.Config(CHANNELS, 4, 5),
                                masks(twoStage(2, new PoolConfig(3), 90)),
                                List.of(new GroundTruth(BOXES, List.of(1, 0), MASKS), NOTHING))));
    }

    /** All negatives count, so that no rounding decides which. */
    private static HeadConfig ssd() {
        return new SsdConfig().withNumClasses(2).withMining(new MiningConfig(1e6, 0));
    }

    private static HeadConfig masks(FasterRcnnConfig boxes) {
        return new MaskRcnnConfig(
                boxes.numClasses(),
                boxes.rpn(),
                boxes.roi(),
                new MaskConfig(new PoolConfig(3), 1, CHANNELS, new Norms.None(), true, 1, 4096));
    }

    /** Every third pixel of a box. */
    private record Dotted(Box box) implements ObjectMask {
        @Override
        public int height() {
            return HEIGHT;
        }

        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public byte[] pixels() {
            byte[] pixels = new byte[HEIGHT * WIDTH];
            for (int y = (int) box.y1(); y < box.y2(); y++) {
                for (int x = (int) box.x1(); x < box.x2(); x += 3) {
                    pixels[y * WIDTH + x] = 1;
                }
            }
            return pixels;
        }
    }

    /** The boxes of all anchors are proposed, and all are sampled; rows remain. */
    private static FasterRcnnConfig twoStage(int classes, PoolConfig pool, int anchors) {
        ProposalConfig.Counts all = new ProposalConfig.Counts(anchors, anchors);
        return new FasterRcnnConfig()
                .withNumClasses(classes)
                .withRpn(new RpnConfig()
                        .withAnchors(new RpnConfig().anchors().withScale(2))
                        .withProposals(new ProposalConfig(all, all, 1, 0)))
                .withRoi(new RoiConfig()
                        .withPool(pool)
                        .withBoxHead(new TwoMlp(16))
                        .withSampling(new SamplingConfig(anchors + 13, 1)));
    }

    private static YoloxConfig yolox(int classes) {
        return new YoloxConfig().withNumClasses(classes).withChannels(8).withNorm(GROUPS);
    }

    private static HeadConfig head(String name, int classes) {
        return name.equals("fcos") ? fcos(classes) : retina(classes);
    }

    private static RetinaConfig retina(int classes) {
        return new RetinaConfig()
                .withNumClasses(classes)
                .withTower(new TowerConfig(1, 0, new Norms.None(), false, Activation.RELU, false));
    }

    private static FcosConfig fcos(int classes) {
        return new FcosConfig()
                .withNumClasses(classes)
                .withTower(new TowerConfig(1, 0, GROUPS, false, Activation.RELU, true))
                .withPerLevelScale(true)
                .withBoxActivation(BoxActivation.EXP);
    }

    /** A ResNet-18 of an eighth of its width whose stem and first stage are frozen. */
    private static Sample model(String name, NeckConfig neckConfig, HeadConfig headConfig, List<GroundTruth> images) {
        Backbone backbone = new ResNet.Config(18, ResNet.Style.TORCHVISION, 0.125, new Norms.FrozenBatch(), 2).create();
        NeckBlock neck = neckConfig.create(backbone.outputs());
        ExtraLevelsConfig extra = neckConfig instanceof BiFpn.Config
                ? new ExtraLevels.None()
                : new ExtraLevels.LastLevelP6P7(ExtraLevels.Source.P5, true);
        ExtraLevelsBlock extraLevels = extra.create(backbone.outputs(), neck.outputs());
        DetectionHead head = headConfig.create(extraLevels.outputs());
        Detector detector = new Detector(backbone, neck, extraLevels, head);
        HeadGeometry geometry = detector.geometry(HEIGHT, WIDTH);
        List<ImageTargets> targets = images.stream()
                .map(objects -> geometry.assign(objects, List.of(new Box(0, 0, 20, 20))))
                .toList();
        return new Sample(
                name,
                detector.training(images.size(), HEIGHT, WIDTH),
                geometry.losses().collate(targets, HeadState.INITIAL).values());
    }

    @Tag("every-cpu")
    @ParameterizedTest
    @MethodSource("trained")
    void trainsAsSameDiffDoes(Sample model) {
        new Agreement(this::providers, tolerance()).training(model);
    }

    @ParameterizedTest
    @MethodSource("models")
    void predictsAsSameDiffDoes(Sample model) {
        new Agreement(this::providers, tolerance()).prediction(model);
    }

    @ParameterizedTest
    @MethodSource("trained")
    void bitsRepeatAfterOtherStepsAndWhileSomebodySeesEachGradient(Sample model) {
        PlanExecutor executor = new PlanExecutor("tested", this::providers);
        Map<String, float[]> seen = new LinkedHashMap<>(); // the last of each name is the whole gradient
        try (PlanNetwork network = executor.compile(model.definition(), Purpose.TRAINING, model.weights())) {
            Map<String, float[]> inputs = model.inputs(network.inputs(), 0);
            Map<String, Double> losses = network.backward(inputs);
            float[] gradients = network.inOrder(network.buffers().gradients());
            network.backward(model.inputs(network.inputs(), 1));
            network.watchGradients((value, values) -> seen.put(value.name(), values.toArray()));

            assertThat(network.backward(inputs)).isEqualTo(losses);
            assertThat(network.inOrder(network.buffers().gradients())).isEqualTo(gradients);
            network.buffers().slots().forEach(slot -> {
                int from = (int) slot.offset();
                assertThat(seen.get("d(" + slot.parameter().name() + ")"))
                        .as(slot.parameter().name())
                        .isEqualTo(Arrays.copyOfRange(gradients, from, from + (int) slot.length()));
            });
        }
    }
}
