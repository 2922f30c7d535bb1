package org.fpn4j.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.config.KeyName;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.interop.onnx.OnnxExport;
import org.fpn4j.interop.onnx.OnnxModel;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.inference.ClassName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn export}. */
@Command(
        name = "export",
        description = "The whole detector as an ONNX model: normalised images in; boxes, scores and labels out.")
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN_DIR|CONFIG", description = "A finished run, or a config with --weights.")
    private Path runOrConfig;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights for a config.")
    private Path weights;

    @Option(names = "--onnx", paramLabel = "FILE", required = true, description = "Gets the model.")
    private Path onnx;

    @Option(names = "--raw", description = "The head's raw outputs instead of detections.")
    private boolean raw;

    @Mixin
    private SetOptions sets;

    @Override
    public Integer call() {
        Trained trained = Trained.of(runOrConfig, weights, sets.list());
        InputConfig input = trained.experiment().config().input();
        Detector detector = trained.experiment().detector();
        Map<String, String> metadata = metadata(trained, input);
        OnnxModel model = raw
                ? OnnxExport.raw(detector, trained.weights(), input.height(), input.width(), metadata)
                : OnnxExport.detections(
                        detector, trained.weights(), input.height(), input.width(), classes(trained), metadata);
        model.write(onnx);
        model.inputs().forEach(port -> Console.results().println("input " + port));
        model.outputs().forEach(port -> Console.results().println("output " + port));
        Console.results().println("opset " + OnnxModel.OPSET + ", " + model.size() + " bytes: " + onnx);
        return 0;
    }

    /** What a consumer needs to make the input, and names for the labels where a run knows them. */
    private Map<String, String> metadata(Trained trained, InputConfig input) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("input_size", json(List.of(input.height(), input.width())));
        if (input.tiling().isUsed()) {
            metadata.put(
                    "tiles",
                    json(Map.of(
                            "overlap",
                            input.tiles().overlap(),
                            "nms",
                            input.tiles().nms())));
        } else {
            metadata.put("resize", json(input.resize()));
        }
        metadata.put("channels", json(KeyName.ofConstant(input.normalization().channels())));
        metadata.put("mean", json(input.normalization().mean()));
        metadata.put("std", json(input.normalization().std()));
        if (!input.normalization().padding().isEmpty()) {
            metadata.put("padding", json(input.normalization().padding()));
        }
        trained.classesOfRun().ifPresent(classes -> {
            metadata.put(
                    "class_names", json(classes.stream().map(ClassName::name).toList()));
            metadata.put(
                    "category_ids", json(classes.stream().map(ClassName::id).toList()));
        });
        return metadata;
    }

    /** A label that the names of a run do not reach is left out, as everywhere else. */
    private static int classes(Trained trained) {
        return trained.classesOfRun()
                .map(List::size)
                .orElse(trained.experiment().config().head().numClasses());
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot print " + value, e);
        }
    }
}
