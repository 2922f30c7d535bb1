package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.UserInputException;

/**
 * A data set in COCO's format. What is not said of its files is looked for where COCO, Roboflow and {@code make-data} have
 * them; what is found is told with the data's problems, and where it could be one of several it is refused.
 *
 * @param root folder of the data set; a relative one starts at the working directory
 * @param trainAnnotations JSON file, relative to the root; empty: {@code annotations/instances_train.json}, {@code
 *     annotations/instances_train2017.json}, {@code annotations/train.json}, {@code train.json}, or {@code
 *     train/_annotations.coco.json}
 * @param trainImages folder that file names are relative to, itself relative to the root; empty: {@code train}, {@code
 *     train2017}, {@code images/train}, {@code images/train2017}, {@code images}, the root or the annotations' folder, in
 *     whichever the pictures lie
 * @param valAnnotations likewise, also as {@code valid}
 * @param valImages likewise
 * @param testAnnotations likewise; where there is none there is no test split
 * @param testImages likewise
 * @param exifOrientation whether pictures are turned as their EXIF data says
 * @param pictureChecks whether pictures are read and decoded before they are used, or their headers alone
 * @param outsideRoot whether file names may be absolute or lead out of the root
 * @param masks whether the masks of objects ({@code segmentation}) are read, too
 */
@JsonTypeName("coco")
@AutoService(DatasetConfig.class)
public record CocoConfig(
        @NotDecisive String root,
        @NotDecisive String trainAnnotations,
        @NotDecisive String trainImages,
        @NotDecisive String valAnnotations,
        @NotDecisive String valImages,
        @NotDecisive String testAnnotations,
        @NotDecisive String testImages,
        OrientationRule exifOrientation,
        PictureChecks pictureChecks,
        @NotDecisive boolean outsideRoot,
        @NotDecisive boolean masks)
        implements DatasetConfig {
    public CocoConfig {
        requireNonNull(exifOrientation, "exifOrientation is null");
        requireNonNull(pictureChecks, "pictureChecks is null");
        new FieldChecks()
                .require(!root.isBlank(), "root", root, "must name the data set's folder")
                .done();
    }

    /** All files where they are found in {@code data/coco}. */
    public CocoConfig() {
        this("data/coco", "", "", "", "", "", "");
    }

    /** A set whose pictures are turned where that fits, all checked, all below the root. */
    public CocoConfig(
            String root,
            String trainAnnotations,
            String trainImages,
            String valAnnotations,
            String valImages,
            String testAnnotations,
            String testImages) {
        this(
                root,
                trainAnnotations,
                trainImages,
                valAnnotations,
                valImages,
                testAnnotations,
                testImages,
                OrientationRule.AUTO,
                PictureChecks.CONTENTS,
                false,
                false);
    }

    @Override
    public List<Category> categories() {
        return reader(Split.TRAIN, MissingPictures.LEFT_OUT).categories();
    }

    @Override
    public Dataset open(Split split) {
        return read(split, MissingPictures.LEFT_OUT);
    }

    @Override
    public Dataset outline(Split split) {
        return read(split, MissingPictures.AS_DECLARED);
    }

    private Dataset read(Split split, MissingPictures missing) {
        return reader(split, missing).read("coco " + Path.of(root).getFileName() + " " + split.key(), missing);
    }

    private CocoReader reader(Split split, MissingPictures missing) {
        Path folder = Path.of(root);
        CocoLayout layout = new CocoLayout(folder, split);
        if (!Files.isDirectory(folder)) {
            throw new UserInputException(
                    folder.toAbsolutePath().toString(),
                    "root[" + root + "] of data[coco] does not exist",
                    "expected a folder with annotations and pictures");
        }
        String said = annotations(split);
        Optional<String> annotations = said.isBlank() ? layout.foundAnnotations() : Optional.of(said);
        if (annotations.isEmpty()) {
            throw new UserInputException(
                    root,
                    "data[coco] has no " + split.key() + " split: its annotations are none of " + layout.annotations(),
                    "data." + split.key() + "_annotations names the file");
        }
        Path file = folder.resolve(annotations.get());
        String images = images(split);
        return new CocoReader(
                file,
                names -> images.isBlank() ? layout.foundFolder(file, names, missing) : folder.resolve(images),
                said.isBlank() || images.isBlank(),
                new RootFolder(folder, outsideRoot),
                exifOrientation,
                masks);
    }

    private String annotations(Split split) {
        return switch (split) {
            case TRAIN -> trainAnnotations;
            case VAL -> valAnnotations;
            case TEST -> testAnnotations;
        };
    }

    private String images(Split split) {
        return switch (split) {
            case TRAIN -> trainImages;
            case VAL -> valImages;
            case TEST -> testImages;
        };
    }
}
