package org.fpn4j.interop.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fpn4j.bifpn.BiFpn;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.ExtraLevelsConfig;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.heads.centernet.CenterNetConfig;
import org.fpn4j.heads.centernet.CenterNetLevels;
import org.fpn4j.heads.efficientdet.EfficientDetConfig;
import org.fpn4j.heads.fcos.BoxActivation;
import org.fpn4j.heads.fcos.FcosConfig;
import org.fpn4j.heads.fcos.ScoreMode;
import org.fpn4j.heads.nms.PostprocessConfig;
import org.fpn4j.heads.retina.RetinaConfig;
import org.fpn4j.heads.ssd.SoftmaxPostprocess;
import org.fpn4j.heads.ssd.SsdConfig;
import org.fpn4j.heads.tower.TowerConfig;
import org.fpn4j.heads.yolox.YoloxConfig;
import org.fpn4j.panet.PaNet;
import org.fpn4j.yolo.YoloPan;

/** Small detectors of every kind, with weights that find something. */
final class Detectors {
    static final int CLASSES = 3;
    static final PostprocessConfig POSTPROCESS = new PostprocessConfig(0.3, 40, 0.5, 50);

    private static final int CHANNELS = 16;

    /** Weights of what makes scores, by norms before it. */
    private static final Pattern SCORES =
            Pattern.compile("head\\.(cls_logits|centerness|cls_preds\\.\\d|obj_preds\\.\\d)\\.weight");

    private static final NormConfig GROUPS =
            new Norms.Group(4, 1e-5); // towers whose values do not depend on the neck's

    private Detectors() {}

    static Map<String, NeckConfig> necks() {
        Map<String, NeckConfig> necks = new LinkedHashMap<>();
        necks.put("fpn", new Fpn.Config(CHANNELS, 3, 5));
        for (PaNet.Variant variant : PaNet.Variant.values()) {
            necks.put(
                    "panet " + variant,
                    new PaNet.Config(variant, CHANNELS, 3, 5, new Norms.None(), PaNet.PathActivation.VARIANT));
        }
        for (BiFpn.Fusion fusion : BiFpn.Fusion.values()) {
            necks.put("bifpn " + fusion, bifpn(fusion));
        }
        necks.put("yolo_pan", new YoloPan.Config(CHANNELS, 3, 5, 0.33, 1.0 / 16, true, GROUPS, Activation.SWISH));
        return necks;
    }

    private static BiFpn.Config bifpn(BiFpn.Fusion fusion) {
        return new BiFpn.Config(2, CHANNELS, 3, 7).withFusion(fusion);
    }

    static Map<String, HeadConfig> heads() {
        Map<String, HeadConfig> heads = new LinkedHashMap<>();
        heads.put("retina", retina(POSTPROCESS));
        heads.put("fcos sqrt_product", fcos(ScoreMode.SQRT_PRODUCT, POSTPROCESS));
        heads.put("fcos cls_then_sqrt_product", fcos(ScoreMode.CLS_THEN_SQRT_PRODUCT, POSTPROCESS));
        heads.put("fcos cls_then_product", fcos(ScoreMode.CLS_THEN_PRODUCT, POSTPROCESS));
        heads.put("centernet", centernet(CenterNetLevels.ALL, new PostprocessConfig(0.1, 40, 0.5, 50)));
        return heads;
    }

    /** Those that have layers or a decoding of their own kind. */
    static Map<String, HeadConfig> specialHeads() {
        Map<String, HeadConfig> heads = new LinkedHashMap<>();
        heads.put("yolox", yolox(POSTPROCESS));
        heads.put(
                "efficientdet",
                new EfficientDetConfig()
                        .withNumClasses(CLASSES)
                        .withPrior(0.1)
                        .withNorm(GROUPS)
                        .withPostprocess(new PostprocessConfig(0, 50, 120, 0.5, 40)));
        heads.put(
                "ssd",
                new SsdConfig().withNumClasses(CLASSES).withPostprocess(new SoftmaxPostprocess(0.3, 40, 0.45, 50)));
        heads.put("centernet finest", centernet(CenterNetLevels.FINEST, new PostprocessConfig(0.1, 40, 1, 50)));
        return heads;
    }

    /** Of objects on all levels, or as points of the finest. */
    static CenterNetConfig centernet(CenterNetLevels levels, PostprocessConfig postprocess) {
        return new CenterNetConfig()
                .withNumClasses(CLASSES)
                .withLevels(levels)
                .withTower(new TowerConfig(1, 0, GROUPS, false, Activation.RELU, true))
                .withPostprocess(postprocess);
    }

    static RetinaConfig retina(PostprocessConfig postprocess) {
        RetinaConfig defaults = new RetinaConfig();
        return new RetinaConfig(
                CLASSES,
                new TowerConfig(1, 0, GROUPS, false, Activation.LEAKY_RELU, false),
                0.1,
                defaults.anchors(),
                defaults.matcher(),
                defaults.boxCoder(),
                defaults.classificationLoss(),
                defaults.boxLoss(),
                defaults.normalizer(),
                postprocess);
    }

    /** The mode of mmdetection comes with its activation and units. */
    static FcosConfig fcos(ScoreMode mode, PostprocessConfig postprocess) {
        FcosConfig defaults = new FcosConfig();
        boolean torchvision = mode == ScoreMode.SQRT_PRODUCT;
        return new FcosConfig(
                CLASSES,
                new TowerConfig(1, 0, GROUPS, false, Activation.RELU, true),
                0.1,
                defaults.centernessOn(),
                !torchvision,
                torchvision ? BoxActivation.RELU : BoxActivation.EXP,
                torchvision,
                defaults.points(),
                defaults.assignment(),
                defaults.classificationLoss(),
                defaults.boxLoss(),
                defaults.centernessLossWeight(),
                defaults.normalizer(),
                mode,
                postprocess);
    }

    static YoloxConfig yolox(PostprocessConfig postprocess) {
        return new YoloxConfig()
                .withNumClasses(CLASSES)
                .withChannels(CHANNELS)
                .withNorm(GROUPS)
                .withPrior(0.5)
                .withPostprocess(postprocess);
    }

    /** A ResNet-18 of a quarter of its width, and extra levels where the neck has none of its own. */
    static Detector detector(NeckConfig neckConfig, HeadConfig headConfig) {
        Backbone backbone =
                new ResNet.Config(18, ResNet.Style.TORCHVISION, 0.25, new Norms.Batch(1e-5, 0.1), 0).create();
        NeckBlock neck = neckConfig.create(backbone.outputs());
        ExtraLevelsConfig extra = neckConfig instanceof BiFpn.Config
                ? new ExtraLevels.None()
                : new ExtraLevels.LastLevelP6P7(ExtraLevels.Source.P5, true);
        ExtraLevelsBlock extraLevels = extra.create(backbone.outputs(), neck.outputs());
        return new Detector(backbone, neck, extraLevels, headConfig.create(extraLevels.outputs()));
    }

    /** Initial values, but statistics, norms and fusion weights of all kinds, and predictors that say something. */
    static Weights weights(Detector detector) {
        List<Parameter> parameters = detector.cost(64, 64).graph().parameters();
        boolean distances = parameters.stream()
                .anyMatch(parameter -> parameter.name().startsWith("head.centerness")
                        || parameter.name().startsWith("head.scale"));
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        Weights.initial(parameters, 7).tensors().forEach((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = changed(name, values[i], i, distances);
            }
            tensors.put(name, new NamedTensor(tensor.shape(), values));
        });
        return new Weights(tensors);
    }

    private static float changed(String name, float value, int i, boolean distances) {
        double wave = Math.sin(1 + i + name.length());
        if (name.endsWith("running_var")) {
            return (float) (1 + 0.4 * wave);
        } else if (name.endsWith("running_mean")) {
            return (float) (0.1 * wave);
        } else if (name.endsWith("fusion") || name.contains("norm.weight") || name.contains("bn")) {
            return (float) (value + 0.3 * wave);
        } else if (name.equals("head.box_deltas.weight") || name.equals("head.cls_logits.pointwise.weight")) {
            return 6 * value;
        } else if (name.equals("head.box_deltas.bias")) {
            return distances ? 2 : 0; // 2 strides, or e^2 pixels
        } else if (name.equals("head.size.bias")) {
            return 3; // cells
        } else if (SCORES.matcher(name).matches()) {
            return 30 * value;
        }
        return value;
    }

    /** Values that no two cells share. */
    static float[] pixels(int size) {
        float[] pixels = new float[size];
        for (int i = 0; i < size; i++) {
            pixels[i] = (float) (2 * Math.sin(0.7 * i) + Math.cos(0.013 * i * i));
        }
        return pixels;
    }
}
