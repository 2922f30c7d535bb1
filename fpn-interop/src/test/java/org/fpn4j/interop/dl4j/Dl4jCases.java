package org.fpn4j.interop.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fpn4j.bifpn.BiFpn;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samples.OperationSample;
import org.fpn4j.core.samples.OperationSamples;
import org.fpn4j.panet.PaNet;
import org.fpn4j.yolo.CspDarknet;
import org.fpn4j.yolo.YoloPan;

/** Necks and backbones that are sent through DL4J, at odd sizes. */
final class Dl4jCases {
    private Dl4jCases() {}

    private static final PyramidSpec STAGES = NeckNetwork.stages(3, 8, 12, 16);

    record Case(String name, Dl4jPair pair) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> all() {
        List<Case> cases = new ArrayList<>();
        NormConfig group = new Norms.Group(4, 1e-5);
        cases.add(neck("fpn", new Fpn.Config(8, 3, 5)));
        cases.add(new Case(
                "fpn with P6 and P7",
                Dl4jPair.of(
                        new NeckNetwork(new Fpn.Config(8, 3, 5), new ExtraLevels.LastLevelP6P7(), STAGES, 13, 21))));
        cases.add(neck("fpn group norm", new Fpn.Config(8, 3, 5, group, Activation.RELU)));
        cases.add(neck("fpn batch norm", new Fpn.Config(8, 3, 5, new Norms.Batch(), Activation.LEAKY_RELU)));
        for (PaNet.Variant variant : PaNet.Variant.values()) {
            cases.add(neck(
                    "panet " + variant,
                    new PaNet.Config(variant, 8, 3, 5, new Norms.None(), PaNet.PathActivation.VARIANT)));
        }
        cases.add(neck(
                "panet group norm",
                new PaNet.Config(PaNet.Variant.AUTHOR, 8, 3, 5, group, PaNet.PathActivation.VARIANT)));
        cases.add(neck("yolo_pan", yoloPan(false, new Norms.Batch(1e-3, 0.03))));
        cases.add(neck("yolo_pan depthwise group norm", yoloPan(true, new Norms.Group(2, 1e-5))));
        for (BiFpn.Fusion fusion : BiFpn.Fusion.values()) {
            cases.add(neck("bifpn " + fusion, bifpn(fusion, true, new Norms.Batch(1e-3, 0.01))));
        }
        cases.add(neck("bifpn dense", bifpn(BiFpn.Fusion.FAST, false, new Norms.Batch(1e-3, 0.01))));
        cases.add(neck("bifpn group norm", bifpn(BiFpn.Fusion.FAST, true, group)));
        cases.add(backbone(
                "resnet18", new ResNet.Config(18, ResNet.Style.TORCHVISION, 0.25, new Norms.FrozenBatch(), 0)));
        cases.add(backbone(
                "resnet50", new ResNet.Config(50, ResNet.Style.TORCHVISION, 0.25, new Norms.FrozenBatch(), 2)));
        cases.add(backbone(
                "resnet50 keras", new ResNet.Config(50, ResNet.Style.KERAS, 0.25, new Norms.FrozenBatch(1e-3), 0)));
        cases.add(
                backbone("resnet18 batch norm", new ResNet.Config(18, ResNet.Style.CAFFE, 0.25, new Norms.Batch(), 0)));
        cases.add(backbone(
                "csp_darknet",
                new CspDarknet.Config(0.33, 0.125, true, new Norms.FrozenBatch(1e-3), Activation.SWISH)));
        OperationSamples.outside().forEach(sample -> cases.add(behindConvolutions(sample)));
        Set<Class<?>> byRule = Set.of(Operation.Slice.class, Operation.Maximum.class, Operation.DepthToSpace.class);
        OperationSamples.predicting()
                .filter(sample -> byRule.contains(sample.operation().getClass()))
                .filter(sample -> sample.inputs().get(0).rank() == 4)
                .forEach(sample -> cases.add(behindConvolutions(sample)));
        return cases.stream();
    }

    /** Behind convolutions, as in a network: DL4J gives no gradient to a vertex that nothing trained stands before. */
    private static Case behindConvolutions(OperationSample sample) {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        for (Shape shape : sample.inputs()) {
            inputs.put("x" + inputs.size(), OperationSample.batched(shape, Dl4jPair.BATCH));
        }
        return new Case(sample.name(), new Dl4jPair(inputs, (graph, maps) -> {
            List<Tensor> convolved = new ArrayList<>();
            for (Tensor map : maps) {
                int channels = map.shape().channels();
                convolved.add(Conv2d.of(channels, channels, 1)
                        .declare(graph.scope("before" + convolved.size()))
                        .apply(graph, map));
            }
            Tensor y = sample.on(graph, convolved);
            return new Pyramid(NeckNetwork.stages(3, y.shape().channels()), List.of(y));
        }));
    }

    /** Those that differ in what they learn or store. */
    static Stream<Case> learning() {
        return all().filter(each -> !each.name().equals("resnet50 keras"));
    }

    /** Those with stored statistics. */
    static Stream<Case> withStatistics() {
        return learning().filter(each -> each.pair().weights().tensors().keySet().stream()
                .anyMatch(name -> name.endsWith("running_mean")));
    }

    /**
     * A kink between two convolutions, on maps so small that no value is near it: none of the first convolution's is within
     * 1e-3 of zero or 1e-5 of another, a hundred times what {@code float32} rounds.
     */
    static Stream<Case> kinks() {
        return Stream.of(
                kink("relu", new Operation.Activate(Activation.RELU)),
                kink("leaky relu", new Operation.Activate(Activation.LEAKY_RELU)),
                kink("max pool", new Operation.MaxPool(3, 2, Padding.of(1))),
                kink("max pool of a window more", new Operation.MaxPool(3, 2, Padding.same(4, 5, 3, 2))));
    }

    private static Case kink(String name, Operation operation) {
        Map<String, Shape> map = Map.of("x", Shape.of(Dl4jPair.BATCH, 3, 4, 5));
        return new Case(name, new Dl4jPair(map, (graph, inputs) -> {
            Tensor x = Conv2d.of(3, 2, 1).declare(graph.scope("before")).apply(graph, inputs.get(0));
            Tensor y = graph.apply(operation, x);
            return new Pyramid(
                    NeckNetwork.stages(3, 2),
                    List.of(Conv2d.of(2, 2, 1).declare(graph.scope("after")).apply(graph, y)));
        }));
    }

    private static YoloPan.Config yoloPan(boolean depthwise, NormConfig norm) {
        return new YoloPan.Config(0, 3, 5, 0.33, 1.0 / 32, depthwise, norm, Activation.SWISH);
    }

    static BiFpn.Config bifpn(BiFpn.Fusion fusion, boolean separable, NormConfig norm) {
        BiFpn.Config base = new BiFpn.Config(2, 8, 3, 7);
        return new BiFpn.Config(
                base.repeats(),
                base.outChannels(),
                base.minLevel(),
                base.maxLevel(),
                base.topology(),
                base.nodes(),
                base.inputSkips(),
                fusion,
                base.fusionEpsilon(),
                separable,
                base.poolPadding(),
                base.redundantBias(),
                norm,
                base.activation());
    }

    static Case neck(String name, NeckConfig config) {
        return new Case(name, Dl4jPair.of(new NeckNetwork(config, STAGES, 13, 21)));
    }

    static Case backbone(String name, BackboneConfig config) {
        Map<String, Shape> images = new LinkedHashMap<>();
        images.put("images", Shape.of(Dl4jPair.BATCH, 3, 65, 97));
        return new Case(
                name, new Dl4jPair(images, (graph, inputs) -> config.create().build(graph, inputs.get(0))));
    }
}
