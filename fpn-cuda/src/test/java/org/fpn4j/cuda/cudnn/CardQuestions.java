package org.fpn4j.cuda.cudnn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.files.DiskCache;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.cuda.CudaKernels;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Direction;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Following;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.PlanGraph;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.heads.retina.RetinaConfig;

/** What cuDNN says about a described card, a line for each answer: a question, a tab, and the answer. */
final class CardQuestions {
    private static final Shape MAP = Shape.of(8, 256, 64, 64);
    private static final Shape KERNEL = Shape.of(256, 256, 3, 3);

    private final String description;

    private CardQuestions(String description) {
        this.description = description;
    }

    /** Arguments: {@code engines CARD}, {@code retinanet CARD TYPE}, {@code plan CARD FOLDER} or {@code nothing}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("nothing")) {
            withoutCudnn();
            return;
        }
        try (InputStream in = CardQuestions.class.getResourceAsStream("cards/" + arguments[1] + ".json")) {
            CardQuestions questions = new CardQuestions(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            switch (arguments[0]) {
                case "engines" -> questions.engines();
                case "retinanet" -> questions.retinanet(ElementType.valueOf(arguments[2]));
                case "plan" -> questions.plan(Path.of(arguments[2]));
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    private static void answer(String question, Object answer) {
        System.out.println(question + "\t" + answer);
    }

    private ConvolutionPlans plans(boolean tf32, DiskCache cache) {
        return new ConvolutionPlans(
                CudnnTarget.described(description), new EngineRules(true, tf32), cache, Optional.empty());
    }

    /** The kinds of graphs that there are. */
    private static Map<String, ConvolutionGraph> graphs(ElementType type) {
        Map<String, ConvolutionGraph> graphs = new LinkedHashMap<>();
        for (Direction direction : Direction.values()) {
            graphs.put(type + " " + direction, tower(type, direction));
        }
        ConvolutionGraph forward = tower(type, Direction.FORWARD);
        graphs.put(type + " shift, relu", forward.followedBy(new Following(true, false, true)));
        graphs.put(type + " shift, residual, relu", forward.followedBy(new Following(true, true, true)));
        for (Direction direction : Direction.values()) {
            graphs.put(
                    type + " SAME " + direction,
                    new ConvolutionGraph(
                            direction,
                            type,
                            MAP,
                            KERNEL,
                            Shape.of(8, 256, 32, 32),
                            new Operation.Convolution(2, Padding.same(64, 64, 3, 2), 1),
                            Following.NOTHING));
        }
        return graphs;
    }

    private static ConvolutionGraph tower(ElementType type, Direction direction) {
        return new ConvolutionGraph(
                direction, type, MAP, KERNEL, MAP, new Operation.Convolution(1, Padding.of(1), 1), Following.NOTHING);
    }

    /** The first engine that may compute each kind of graph. */
    private void engines() {
        try (ConvolutionPlans plans = plans(false, new DiskCache(Optional.empty()));
                ConvolutionPlans shortened = plans(true, new DiskCache(Optional.empty()))) {
            for (ElementType type : List.of(ElementType.FLOAT32, ElementType.BFLOAT16, ElementType.FLOAT16)) {
                graphs(type).forEach((name, graph) -> answer(name, first(plans, graph)));
            }
            answer("TF32", first(shortened, tower(ElementType.FLOAT32, Direction.FORWARD)));
        }
    }

    private static String first(ConvolutionPlans plans, ConvolutionGraph graph) {
        List<String> engines = plans.engines(graph);
        return engines.isEmpty() ? "none" : engines.get(0);
    }

    /** What computes each convolution of a training step; what follows one in a 16-bit type is left to a pass of its own. */
    private void retinanet(ElementType type) {
        try (ConvolutionPlans all = plans(false, new DiskCache(Optional.empty()));
                CudaKernels kernels = new CudaKernels(EmulatedDevice.memory(), type, graph -> {
                    if (graph.following().isThere() && type != ElementType.FLOAT32) {
                        throw new RefusedException("compiled for half a second each");
                    }
                    return all.plan(graph);
                })) {
            for (Step step : retinaNet()) {
                if (isConvolution(step.instruction())) {
                    answer(step.instruction().label() + " " + step.inputs(), kernel(kernels, step));
                }
            }
        }
    }

    private static boolean isConvolution(Instruction instruction) {
        return instruction instanceof Instruction.Convolve
                || instruction instanceof Instruction.ConvolveBackwardData
                || instruction instanceof Instruction.ConvolveBackwardWeights;
    }

    private static String kernel(KernelProvider kernels, Step step) {
        try {
            return kernels.choose(step, Collections.nCopies(step.inputs().size(), Format.PLAIN), Format.PLAIN)
                    .orElseThrow()
                    .kernel();
        } catch (RefusedException e) {
            return "refused: " + e.getMessage();
        }
    }

    private static List<Step> retinaNet() {
        Backbone backbone = new ResNet.Config().create();
        NeckBlock neck = new Fpn.Config(256, 3, 5).create(backbone.outputs());
        ExtraLevelsBlock extra =
                new ExtraLevels.LastLevelP6P7(ExtraLevels.Source.P5, true).create(backbone.outputs(), neck.outputs());
        DetectionHead head = new RetinaConfig().create(extra.outputs());
        PlanGraph graph = new PlanGraph();
        return graph.planner(new Detector(backbone, neck, extra, head)
                        .training(2, 512, 512)
                        .define(graph))
                .gradients()
                .steps();
    }

    /** A plan that cuDNN compiles, what it is computed by, and why another is refused. */
    private void plan(Path folder) {
        try (ConvolutionPlans plans = plans(false, new DiskCache(Optional.of(folder)))) {
            Map<String, ConvolutionGraph> graphs = graphs(ElementType.FLOAT32);
            ConvolutionGraph fused =
                    tower(ElementType.FLOAT16, Direction.FORWARD).followedBy(new Following(true, true, true));
            ConvolutionPlan plan = plans.plan(fused);
            ConvolutionPlan again = plans.plan(fused);
            answer("compiled", plan.words());
            answer("again", again == plan);
            answer("workspace", plan.workspace());
            answer("kept", kept(folder));
            try {
                answer(
                        "strict",
                        plans.plan(graphs.get("FLOAT32 shift, residual, relu")).words());
            } catch (RefusedException e) {
                answer("strict", e.getMessage());
            }
        }
    }

    private static int kept(Path folder) {
        String[] files = folder.toFile().list();
        return files == null ? 0 : files.length;
    }

    /** Convolutions where there is no cuDNN. */
    private static void withoutCudnn() {
        try (CudaKernels kernels = new CudaKernels(EmulatedDevice.memory(), ElementType.FLOAT32)) {
            retinaNet().stream()
                    .filter(step -> isConvolution(step.instruction()))
                    .map(step -> kernel(kernels, step))
                    .distinct()
                    .forEach(refusal -> answer("convolutions", refusal));
        }
    }
}
