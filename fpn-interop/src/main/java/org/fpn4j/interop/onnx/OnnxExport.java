package org.fpn4j.interop.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.weights.Weights;

/**
 * Whole detectors as ONNX models. The input is {@code images} {@code [N, 3, H, W]}, normalised; the batch is free, height and
 * width are not.
 */
public final class OnnxExport {
    private OnnxExport() {}

    /**
     * The model whose outputs are detections, as {@link OnnxGraph#detections} describes them.
     *
     * @param classes number of classes that are detected, the head's first; larger numbers mean all
     * @param metadata properties of the model
     * @throws UserInputException where the head's decoding is none that a model can be made of, or the model too large
     */
    public static OnnxModel detections(
            Detector detector, Weights weights, int height, int width, int classes, Map<String, String> metadata) {
        OnnxGraph graph = new OnnxGraph(weights);
        Detector.Built built = build(detector, graph, height, width);
        HeadGeometry geometry = detector.head().at(HeadInputs.of(built.images(), built.pyramid()));
        if (!geometry.stages().isEmpty()) {
            throw new UserInputException(
                    "head",
                    "has stages that work on proposals, which no model makes",
                    "its raw outputs can be exported: --raw; proposals are inputs then");
        }
        if (geometry.detectionTable().isPresent()) {
            return graph.model(
                    graph.detections(geometry.detectionTable().get(), classes, built.predictions()), metadata);
        }
        Decoding decoding = geometry.decoding()
                .orElseThrow(() -> new UserInputException(
                        "head",
                        "does not tell how its outputs become detections",
                        "its raw outputs can be exported: --raw"));
        return graph.model(graph.detections(decoding, classes, built.predictions()), metadata);
    }

    /** The model whose outputs are the head's raw ones, {@code head/cls_logits} and so on. */
    public static OnnxModel raw(
            Detector detector, Weights weights, int height, int width, Map<String, String> metadata) {
        OnnxGraph graph = new OnnxGraph(weights);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        build(detector, graph, height, width)
                .predictions()
                .forEach((name, tensor) -> outputs.put(OutputPart.HEAD.output(name), tensor));
        return graph.model(outputs, metadata);
    }

    private static Detector.Built build(Detector detector, OnnxGraph graph, int height, int width) {
        return detector.build(graph, graph.input(Detector.IMAGES, Shape.of(1, 3, height, width)));
    }
}
