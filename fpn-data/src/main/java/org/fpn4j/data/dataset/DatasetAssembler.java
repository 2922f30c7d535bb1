package org.fpn4j.data.dataset;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.PictureHeader;
import org.fpn4j.data.image.PictureReader;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.data.mask.ImageMask;
import org.fpn4j.data.mask.Segmentation;

/**
 * Turns what a file says into a data set that holds true: reads the header of every image, leaves out images that are
 * missing, broken or of another size than their boxes, clips boxes to the true size and drops those that have no area
 * or lie outside. What is left out of training stays in the reference that detections are scored against. A format from outside
 * ends with it as those here do; not thread-safe, and assembled once.
 */
public final class DatasetAssembler {
    private final String name;
    private final List<DataProblem> problems;
    private final OrientationRule orientation;
    private final DeclaredSizes sizes;
    private final MissingPictures missing;
    private final boolean masked;
    private final List<DeclaredImage> images = new ArrayList<>();
    private final List<Reference.Image> leftOut = new ArrayList<>();
    private final Map<Long, PixelSpacing> spacings = new HashMap<>();

    /**
     * An empty data set.
     *
     * @param name for messages, {@code coco bccd train}
     * @param problems what the reader found so far, a list that can grow; goes on here
     * @param resized what another size than the declared one means
     * @param missing what becomes of images without a picture
     * @param masked whether masks are read: what has none is neither object nor background
     */
    public DatasetAssembler(
            String name,
            List<DataProblem> problems,
            OrientationRule orientation,
            ResizedPictures resized,
            MissingPictures missing,
            boolean masked) {
        this.name = name;
        this.problems = problems;
        this.orientation = orientation;
        this.sizes = new DeclaredSizes(resized);
        this.missing = missing;
        this.masked = masked;
    }

    /** An image that the annotations list; ids must not repeat. */
    public void add(DeclaredImage image) {
        images.add(image);
    }

    /** An image that no picture can be read for; the reader has told why. */
    public void leaveOut(Reference.Image image) {
        leftOut.add(image);
    }

    /** What the annotations say of an image's pixels. */
    public void measured(long image, PixelSpacing spacing) {
        spacings.put(image, spacing);
    }

    /** An image and how its picture fits; where nothing does, only the problem. */
    private record Opened(DeclaredImage image, Optional<FittedImage> fitted, Optional<DataProblem> problem) {}

    private Opened open(DeclaredImage image) {
        try {
            PictureHeader header = new PictureReader().header(image.file());
            return new Opened(image, Optional.of(FittedImage.of(image, header, orientation)), Optional.empty());
        } catch (UserInputException e) {
            boolean there = Files.isRegularFile(image.file());
            String fault = e.problems().get(0).what().replaceFirst("^image ", "");
            Optional<FittedImage> declared = there || missing == MissingPictures.LEFT_OUT
                    ? Optional.empty()
                    : image.size().map(size -> FittedImage.declared(image, size));
            ProblemKind kind = there
                    ? ProblemKind.BROKEN_IMAGE
                    : declared.isPresent() ? ProblemKind.ABSENT_IMAGE : ProblemKind.MISSING_IMAGE;
            DataProblem problem = DataProblem.of(kind, image.where(), "image[" + image.file() + "] " + fault);
            return new Opened(image, declared, Optional.of(problem));
        }
    }

    /**
     * Reads all headers and puts the data set together.
     *
     * @param source the file that declares the images, for messages
     * @throws UserInputException if no image or no object is left
     */
    public Dataset assemble(String source, List<Category> categories) {
        List<Opened> opened = IntStream.range(0, images.size())
                .parallel()
                .mapToObj(i -> open(images.get(i)))
                .toList();
        List<FittedImage> fitted = new ArrayList<>();
        for (Opened one : opened) {
            one.fitted().ifPresent(fitted::add);
        }
        sizes.consider(fitted);
        List<ImageEntry> entries = new ArrayList<>();
        List<Reference.Image> reference = new ArrayList<>(leftOut);
        for (Opened one : opened) {
            one.problem().ifPresent(problems::add);
            if (one.fitted().isEmpty()) {
                reference.add(one.image().reference());
            } else {
                FittedImage image = one.fitted().orElseThrow();
                image.orientationProblem().ifPresent(problems::add);
                DeclaredSizes.Verdict verdict = sizes.verdict(image);
                verdict.problem().ifPresent(problems::add);
                spacings.computeIfPresent(
                        image.declared().id(), (id, spacing) -> spacing.resized(verdict.factorX(), verdict.factorY()));
                measure(image);
                if (verdict.usable()) {
                    List<Optional<ImageMask>> masks = new FittedMasks(image, verdict).masks(problems);
                    reference.add(image.declared().reference(verdict.factorX(), verdict.factorY(), masks));
                    entries.add(entry(image, verdict, masks));
                } else {
                    reference.add(image.declared().reference());
                }
            }
        }
        BoxConventions.remark(source, fitted).ifPresent(problems::add);
        reference.sort(Comparator.comparingLong(Reference.Image::id));
        Dataset dataset =
                new Dataset(name, categories, entries, new Reference(reference, spacings), new DataReport(problems));
        DatasetChecks.requireContent(dataset, source);
        if (masked) {
            DatasetChecks.requireMasks(dataset, source);
        }
        return dataset;
    }

    /** By what the picture's file says of itself, unless the annotations have said it. */
    private void measure(FittedImage image) {
        image.noted().forEach(problems::add);
        long id = image.declared().id();
        if (spacings.containsKey(id)) {
            image.spacingProblem(spacings.get(id)).ifPresent(problems::add);
        } else {
            image.spacing().ifPresent(spacing -> spacings.put(id, spacing));
        }
    }

    private ImageEntry entry(FittedImage image, DeclaredSizes.Verdict verdict, List<Optional<ImageMask>> masks) {
        PictureSize size = image.fit().size();
        return new ImageEntry(
                image.declared().id(),
                image.declared().fileName(),
                new FilePicture(image.declared().file(), image.fit().orientation()),
                size.width(),
                size.height(),
                trueBoxes(image.declared(), size, verdict, masks));
    }

    private List<Annotation> trueBoxes(
            DeclaredImage image, PictureSize size, DeclaredSizes.Verdict verdict, List<Optional<ImageMask>> masks) {
        List<Annotation> annotations = new ArrayList<>();
        for (int i = 0; i < image.boxes().size(); i++) {
            DeclaredBox declared = image.boxes().get(i);
            DeclaredBox scaled = declared.scaled(verdict.factorX(), verdict.factorY());
            Box box = scaled.box().clip(size.width(), size.height());
            if (declared.hasNegativeSide()) {
                report(
                        ProblemKind.BOX_NEGATIVE_SIDE,
                        declared,
                        "has a negative side in image[" + image.fileName() + "]");
            } else if (!declared.hasArea()) {
                report(ProblemKind.BOX_WITHOUT_AREA, declared, "has no area in image[" + image.fileName() + "]");
            } else if (!box.hasArea()) {
                report(ProblemKind.BOX_OUTSIDE, declared, "lies outside " + described(image, size));
            } else {
                if (scaled.reachesOver(size)) {
                    report(ProblemKind.BOX_CLIPPED, declared, "reaches over the edge of " + described(image, size));
                }
                double area = Double.isNaN(scaled.area()) ? box.area() : scaled.area();
                Optional<Segmentation> mask =
                        masks.get(i).map(ImageMask::segmentation).filter(one -> !one.isEmpty());
                ObjectKind kind = masked && mask.isEmpty() ? ObjectKind.CROWD : declared.kind();
                annotations.add(new Annotation(declared.id(), declared.categoryIndex(), box, area, kind, mask));
            }
        }
        return annotations;
    }

    private static String described(DeclaredImage image, PictureSize size) {
        return "image[" + image.fileName() + "] of size[" + size + "]";
    }

    private void report(ProblemKind kind, DeclaredBox box, String fault) {
        problems.add(DataProblem.of(kind, box.where(), "box[" + box.text() + "] " + fault));
    }
}
