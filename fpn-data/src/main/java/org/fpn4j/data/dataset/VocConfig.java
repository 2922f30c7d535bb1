package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.UserInputException;

/**
 * A data set in Pascal VOC's layout.
 *
 * @param root folder with JPEGImages, Annotations and ImageSets; a relative one starts at the working directory
 * @param trainSplit name of a list in ImageSets/Main, without {@code .txt}
 * @param valSplit the same for the validation split
 * @param testSplit the same for the test split
 * @param classes in the order of their indices; empty to collect the names that occur, sorted
 * @param useDifficult whether objects marked difficult count as objects; otherwise they are neither object nor
 *     background
 * @param exifOrientation whether pictures are turned as their EXIF data says
 * @param pictureChecks whether pictures are read and decoded before they are used, or their headers alone
 * @param outsideRoot whether names in lists may be absolute or lead out of the root
 */
@JsonTypeName("voc")
@AutoService(DatasetConfig.class)
public record VocConfig(
        @NotDecisive String root,
        @NotDecisive String trainSplit,
        @NotDecisive String valSplit,
        @NotDecisive String testSplit,
        @Count(max = 100000) List<String> classes,
        boolean useDifficult,
        OrientationRule exifOrientation,
        PictureChecks pictureChecks,
        boolean outsideRoot)
        implements DatasetConfig {
    public VocConfig {
        requireNonNull(exifOrientation, "exifOrientation is null");
        requireNonNull(pictureChecks, "pictureChecks is null");
        classes = List.copyOf(classes);
        FieldChecks.of(VocConfig.class)
                .bounds("classes", classes)
                .require(!root.isBlank(), "root", root, "must name the data set's folder")
                .require(!trainSplit.isBlank(), "trainSplit", trainSplit, "must name a list in ImageSets/Main")
                .require(!valSplit.isBlank(), "valSplit", valSplit, "must name a list in ImageSets/Main")
                .require(!testSplit.isBlank(), "testSplit", testSplit, "must name a list in ImageSets/Main")
                .require(
                        new LinkedHashSet<>(classes).size() == classes.size(),
                        "classes",
                        classes,
                        "must not repeat a name")
                .done();
    }

    /** The splits {@code train}, {@code val} and {@code test}, classes as they occur. */
    public VocConfig() {
        this("data/voc", "train", "val", "test", List.of(), false);
    }

    /** A set whose pictures are turned where that fits, all checked, all below the root. */
    public VocConfig(
            String root,
            String trainSplit,
            String valSplit,
            String testSplit,
            List<String> classes,
            boolean useDifficult) {
        this(
                root,
                trainSplit,
                valSplit,
                testSplit,
                classes,
                useDifficult,
                OrientationRule.AUTO,
                PictureChecks.CONTENTS,
                false);
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
        Path folder = Path.of(root);
        if (!Files.isDirectory(folder)) {
            throw new UserInputException(
                    folder.toAbsolutePath().toString(),
                    "root[" + root + "] of data[voc] does not exist",
                    "expected a folder with JPEGImages, Annotations and ImageSets/Main");
        }
        String list =
                switch (split) {
                    case TRAIN -> trainSplit;
                    case VAL -> valSplit;
                    case TEST -> testSplit;
                };
        return new VocReader(new RootFolder(folder, outsideRoot), classes, useDifficult, exifOrientation)
                .read("voc " + folder.getFileName() + " " + list, list, missing);
    }
}
