package org.fpn4j.data.csv;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.Split;

/**
 * VinDr-CXR, or a set in its format: a table with a row for each box of each reader, {@code
 * image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max}, and pictures named by image. {@code No finding} is no class: its
 * rows are readers who saw nothing. Sizes are those of the pictures. The labels name no patient, so that each image is on its own
 * unless {@code split.patient_part} finds one in its name.
 *
 * @param root folder of the data set; a relative one starts at the working directory
 * @param labels the table, relative to the root
 * @param images folder of the pictures, relative to the root; their ending is found
 * @param valLabels table of the validation split; empty: the first table is divided
 * @param valImages its pictures; empty: where the others lie
 * @param testLabels table of the test split, likewise
 * @param testImages its pictures
 * @param classes in the order of their indices; empty: those that occur, by their numbers
 * @param readers what becomes of several readers of an image
 * @param split how one table is divided, and what tables of splits must not share
 * @param missingImages whether rows without a picture are refused or left out
 * @param pictureChecks whether pictures are read and decoded before they are used, or their headers alone
 */
@JsonTypeName("vindr")
@AutoService(DatasetConfig.class)
public record VindrConfig(
        @NotDecisive String root,
        @NotDecisive String labels,
        @NotDecisive String images,
        @NotDecisive String valLabels,
        @NotDecisive String valImages,
        @NotDecisive String testLabels,
        @NotDecisive String testImages,
        @Count(max = 100000) List<String> classes,
        ReadersConfig readers,
        SplitConfig split,
        MissingImages missingImages,
        PictureChecks pictureChecks)
        implements DatasetConfig {
    public VindrConfig {
        requireNonNull(readers, "readers is null");
        requireNonNull(split, "split is null");
        requireNonNull(missingImages, "missingImages is null");
        requireNonNull(pictureChecks, "pictureChecks is null");
        classes = List.copyOf(classes);
        new LabelChecks(FieldChecks.of(VindrConfig.class))
                .classes(classes)
                .patients(split, false)
                .files(root, labels, valLabels, testLabels, split)
                .done();
    }

    /** The names of the files of Kaggle's challenge. */
    public VindrConfig() {
        this(
                "data/vindr",
                "train.csv",
                "train",
                "",
                "",
                "",
                "",
                List.of(),
                new ReadersConfig(),
                new SplitConfig(SplitRule.IMAGE, 0, List.of(0.8, 0.1, 0.1), ""),
                MissingImages.REFUSED,
                PictureChecks.CONTENTS);
    }

    @Override
    public List<Category> categories() {
        return source().categories();
    }

    @Override
    public Dataset open(Split part) {
        return source().open(part);
    }

    private LabelSource source() {
        return new LabelSource(
                new ListFiles(Path.of(root), labels, images, valLabels, valImages, testLabels, testImages),
                LabelFormat.VINDR,
                Optional.empty(),
                tables -> classes.isEmpty() ? ClassNames.occurring(tables) : ClassNames.named(classes),
                readers,
                split,
                missingImages,
                false,
                OrientationRule.AUTO,
                Optional.empty());
    }
}
