package org.fpn4j.experiments.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.coco.CocoResultsWriter;
import org.fpn4j.data.coco.CocoResultsWriter.ImageDetections;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.training.config.TrainingConfig;
import org.fpn4j.training.inference.CheckedSplit;
import org.fpn4j.training.inference.ClassName;
import org.fpn4j.training.inference.PooledViews;
import org.fpn4j.training.inference.Predictor;
import org.fpn4j.training.inference.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn predict}. */
@Command(
        name = "predict",
        description =
                "Finds objects in images. Draws them on copies (in --out), or writes COCO results (--json), or both.")
final class PredictCommand implements Callable<Integer> {
    private static final double DRAWN_SCORE = 0.3; // below it boxes cover the picture
    private static final Path FOLDER = Path.of("predictions");

    @Parameters(index = "0", paramLabel = "RUN_DIR|CONFIG", description = "A finished run, or a config with --weights.")
    private Path runOrConfig;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "IMAGE",
            description = "DICOM, JPEG, PNG or TIFF files, folders of them, or quoted patterns as 'films/**/*.png'.")
    private List<Path> images = List.of();

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            description = "All images of train, val or test instead of files, with the ids of the data set.")
    private Split split;

    @Option(
            names = "--images-of",
            paramLabel = "GT.json",
            description =
                    "A COCO file whose ids and file names the results get: of all its images, or of the files given.")
    private Path imagesOf;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Folder of the images that --images-of lists; default: that of the file.")
    private Path root;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights for a config.")
    private Path weights;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where copies with boxes go, as NAME.boxes.png; default: predictions, or none with --json.")
    private Path out;

    @Option(
            names = "--score",
            paramLabel = "S",
            description =
                    "Lowest score of what is written and drawn; default: all that the head gives is written, and drawn from 0.3.")
    private Double score;

    @Mixin
    private ViewOptions views;

    @Mixin
    private SetOptions sets;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        checkArguments();
        List<Path> files = PictureFiles.of(images, Console.log()::println);
        Trained trained = Trained.of(runOrConfig, weights, sets.list());
        List<ClassName> classes = trained.classes(Console.log()::println);
        Dataset pictures = pictures(trained, files);
        if (split == null) { // a data set tells what it found itself
            PictureNotes.of(pictures).forEach(Console.log()::println);
        }
        TrainingConfig config = trained.experiment().config().training();
        // images of a set go through the network as in an evaluation, so that they give the same bits
        int batchSize = isSet() ? config.batchSize() : 1;
        LoaderOptions options = new LoaderOptions(config.loaderThreads(), 2);
        Optional<Drawing> drawing = drawing(classes, pictures);
        List<ImageDetections> found = new ArrayList<>();
        BiConsumer<ImageEntry, List<Detection>> telling = (image, all) -> {
            List<Detection> detections = all.stream()
                    .filter(detection -> score == null || detection.score() >= score)
                    .toList();
            found.add(new ImageDetections(image.id(), image.fileName(), image.height(), image.width(), detections));
            String drawn = drawing.map(onto -> onto.draw(image, detections)).orElse("");
            json.print(image.fileName() + ": " + detections.size() + (detections.size() == 1 ? " object" : " objects")
                    + drawn);
        };
        Optional<PooledViews> fused = views.of(trained, pictures, classes, batchSize);
        if (fused.isPresent()) {
            fused.get().forEach(telling);
        } else {
            try (Predictor predictor = trained.predictor(batchSize, classes.size())) {
                new Sweep(pictures, options, PictureCache.ofMegabytes(0)).run(predictor, telling);
            }
        }
        writeResults(classes, found);
        return 0;
    }

    private Optional<Drawing> drawing(List<ClassName> classes, Dataset pictures) {
        if (out == null && json.wanted()) {
            return Optional.empty();
        }
        return Optional.of(new Drawing(
                out == null ? FOLDER : out,
                classes.stream().map(ClassName::name).toList(),
                score == null ? DRAWN_SCORE : score,
                pictures));
    }

    private void checkArguments() {
        Problems problems = new Problems();
        views.check(problems);
        if (score != null && !(score >= 0 && score <= 1)) {
            problems.add("--score " + score, "score[" + score + "] must be between 0 and 1");
        }
        if (images.isEmpty() && !isSet()) {
            problems.add("predict", "IMAGE is missing", "name files, or a set with --split or --images-of");
        }
        if (split != null && (!images.isEmpty() || imagesOf != null)) {
            problems.add(
                    "--split " + split.key(),
                    "split[" + split.key() + "] is all images of the split; it goes with no files and no --images-of");
        }
        if (root != null && (imagesOf == null || !images.isEmpty())) {
            problems.add(
                    "--root " + root, "root is that of the images that --images-of lists, when no files are named");
        }
        problems.throwIfAny();
    }

    private boolean isSet() {
        return split != null || imagesOf != null;
    }

    private Dataset pictures(Trained trained, List<Path> files) {
        if (split != null) {
            Dataset dataset = CheckedSplit.open(trained.experiment().checked(), split, new PictureProgress());
            Console.log().println(dataset.summary());
            trained.checkClasses(dataset);
            return dataset;
        }
        if (imagesOf == null) {
            return Pictures.numbered(files);
        }
        Path folder = root != null ? root : imagesOf.toAbsolutePath().getParent();
        return files.isEmpty() ? Pictures.listed(imagesOf, folder) : Pictures.found(imagesOf, files);
    }

    private void writeResults(List<ClassName> classes, List<ImageDetections> found) {
        if (!json.wanted()) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new CocoResultsWriter(classes.stream().map(ClassName::id).toList()).write(bytes, found);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        json.writeBytes(bytes.toByteArray());
    }
}
