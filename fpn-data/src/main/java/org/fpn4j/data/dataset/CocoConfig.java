package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.core.config.NotDecisive;
import org.fpn4j.core.problem.FieldChecks;
import org.fpn4j.core.problem.UserInputException;

/**
 * A data set in COCO's format.
 *
 * @param root folder of the data set; a relative one starts at the working directory
 * @param trainAnnotations JSON file, relative to the root
 * @param trainImages folder of the pictures, relative to the root
 * @param valAnnotations the same for the validation split
 * @param valImages the same for the validation split
 * @param testAnnotations the same for the test split; empty where there is none
 * @param testImages the same for the test split
 * @param exifOrientation whether pictures are turned as their EXIF data says
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
        OrientationRule exifOrientation)
        implements DatasetConfig {
    public CocoConfig {
        requireNonNull(exifOrientation, "exifOrientation is null");
        new FieldChecks()
                .require(!root.isBlank(), "root", root, "must name the data set's folder")
                .require(
                        !trainAnnotations.isBlank(),
                        "trainAnnotations",
                        trainAnnotations,
                        "must name a JSON file below root")
                .require(
                        !valAnnotations.isBlank(), "valAnnotations", valAnnotations, "must name a JSON file below root")
                .done();
    }

    /** The folder layout of COCO 2017. */
    public CocoConfig() {
        this(
                "data/coco",
                "annotations/instances_train2017.json",
                "train2017",
                "annotations/instances_val2017.json",
                "val2017",
                "",
                "",
                OrientationRule.AUTO);
    }

    @Override
    public List<Category> categories() {
        return reader(trainAnnotations, trainImages).categories();
    }

    @Override
    public Dataset open(Split split) {
        String annotations =
                switch (split) {
                    case TRAIN -> trainAnnotations;
                    case VAL -> valAnnotations;
                    case TEST -> testAnnotations;
                };
        String images =
                switch (split) {
                    case TRAIN -> trainImages;
                    case VAL -> valImages;
                    case TEST -> testImages;
                };
        if (annotations.isBlank()) {
            throw new UserInputException(root, "data[coco] has no test split", "set test_annotations and test_images");
        }
        return reader(annotations, images).read("coco " + Path.of(root).getFileName() + " " + split.key());
    }

    private CocoReader reader(String annotations, String images) {
        Path folder = Path.of(root);
        if (!Files.isDirectory(folder)) {
            throw new UserInputException(
                    folder.toAbsolutePath().toString(),
                    "root[" + root + "] of data[coco] does not exist",
                    "expected a folder with [" + annotations + "] and pictures below [" + images + "]");
        }
        return new CocoReader(folder.resolve(annotations), folder.resolve(images), exifOrientation);
    }
}
