package org.fpn4j.experiments.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.data.coco.CocoResultsWriter;
import org.fpn4j.data.coco.CocoResultsWriter.ImageDetections;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.experiments.illustration.Images;
import org.fpn4j.experiments.inference.Predictor;
import org.fpn4j.experiments.picture.BoxPainter;
import org.fpn4j.experiments.picture.LabelledBox;
import org.fpn4j.experiments.picture.Pngs;
import org.fpn4j.experiments.run.WholeFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn predict}. */
@Command(name = "predict", description = "Finds objects in images, draws them on copies and writes COCO results.")
final class PredictCommand implements Callable<Integer> {
    private static final double DRAWN_SCORE = 0.3; // below it boxes cover the picture

    @Parameters(index = "0", paramLabel = "RUN_DIR|CONFIG", description = "A finished run, or a config with --weights.")
    private Path runOrConfig;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "PNG or JPEG files.")
    private List<Path> images;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights for a config.")
    private Path weights;

    @Option(names = "--out", paramLabel = "DIR", description = "Where copies with boxes go; none are drawn without it.")
    private Path out;

    @Option(
            names = "--score",
            paramLabel = "S",
            description =
                    "Lowest score of what is written and drawn; default: all that the head gives, drawn from 0.3.")
    private Double score;

    @Mixin
    private SetOptions sets;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        if (score != null && !(score >= 0 && score <= 1)) {
            throw new UserInputException("--score " + score, "score[" + score + "] must be between 0 and 1");
        }
        Trained trained = Trained.of(runOrConfig, weights, sets.list());
        List<ImageEntry> entries = Images.entries(images);
        List<ImageDetections> found = new ArrayList<>();
        try (Predictor predictor = trained.predictor(1)) {
            for (ImageEntry image : entries) {
                List<Detection> detections = predictor.detect(image).stream()
                        .filter(detection -> score == null || detection.score() >= score)
                        .toList();
                Path given = images.get((int) image.id() - 1);
                found.add(new ImageDetections(image.id(), given.toString(), detections));
                json.print(given + ": " + detections.size() + (detections.size() == 1 ? " object" : " objects"));
                if (out != null) {
                    draw(
                            trained,
                            image,
                            detections.stream()
                                    .filter(detection -> score != null || detection.score() >= DRAWN_SCORE)
                                    .toList());
                }
            }
        }
        writeResults(trained, found);
        return 0;
    }

    private void draw(Trained trained, ImageEntry image, List<Detection> detections) {
        WholeFiles.directory(out);
        BufferedImage picture = new BoxPainter(trained.classNames())
                .paint(
                        Images.of(image.source().read()),
                        detections.stream().map(LabelledBox::detection).toList());
        String name = image.fileName().replaceFirst("\\.[^.]*$", "");
        Path file = out.resolve(images.size() == 1 ? name + ".png" : image.id() + "-" + name + ".png");
        WholeFiles.guarded(file, () -> Pngs.write(picture, file));
        json.print("  drawn: " + file);
    }

    private void writeResults(Trained trained, List<ImageDetections> found) {
        if (!json.wanted()) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new CocoResultsWriter(trained.categoryIds()).write(bytes, found);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        json.writeBytes(bytes.toByteArray());
    }
}
