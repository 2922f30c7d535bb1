package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.HeadRun;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.training.config.InputConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn trace}. */
@Command(name = "trace", description = "Runs a batch and writes every backbone stage, pyramid level and head output.")
final class TraceCommand implements Callable<Integer> {
    private static final String INPUT = "input";

    @Parameters(paramLabel = "RUN_DIR|CONFIG", description = "A finished run, or a config with --weights.")
    private Path runOrConfig;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights for a config.")
    private Path weights;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            required = true,
            description = "Safetensors with input [N, 3, H, W], normalised; or a picture, which the config prepares.")
    private Path input;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Gets the tensors.")
    private Path out;

    @Mixin
    private SetOptions sets;

    @Override
    public Integer call() {
        Trained trained = Trained.of(runOrConfig, weights, sets.list());
        NamedTensor batch = batch(trained.experiment().config().input());
        Shape shape = batch.shape();
        Detector detector = trained.experiment().detector();
        try (Network network = trained.executor()
                .compile(
                        detector.inference(shape.batch(), shape.height(), shape.width()),
                        Purpose.INFERENCE,
                        trained.weights())) {
            Map<String, Shape> shapes = network.outputs();
            HeadRun head = new HeadRun(network, detector.geometry(shape.height(), shape.width()));
            Map<String, TensorView> values = network.run(head.inputs(batch.values()), shapes.keySet());
            Safetensors.write(out, shapes, values);
            shapes.forEach((name, shapeOfOutput) -> Console.results().println(name + " " + shapeOfOutput));
        }
        return 0;
    }

    /** The tensor of a safetensors file, or a picture as the config prepares it. */
    private NamedTensor batch(InputConfig config) {
        if (PictureFiles.isPicture(input)) {
            List<ImageEntry> tiles =
                    config.tiling().of(ImageEntry.of(1, input), 1).tiles();
            if (tiles.size() > 1) {
                throw new UserInputException(
                        input.toString(),
                        "picture is seen in tiles[" + tiles.size() + "], and a trace is of one input",
                        "a picture of " + config.height() + "x" + config.width() + " or less is one tile");
            }
            ImageEntry image = tiles.get(0);
            float[] pixels = config.plainTransform()
                    .apply(image, image.source().read(), 0)
                    .pixels();
            return new NamedTensor(Shape.of(1, 3, config.height(), config.width()), pixels);
        }
        NamedTensor batch = Safetensors.read(input).tensors().get(INPUT);
        if (batch == null || batch.shape().rank() != 4 || batch.shape().channels() != 3) {
            throw new UserInputException(
                    input.toString(),
                    batch == null ? "tensor[input] is missing" : "tensor[input] has shape " + batch.shape(),
                    "expected [N, 3, H, W], normalised");
        }
        return batch;
    }
}
