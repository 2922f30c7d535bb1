package org.fpn4j.data.csv;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.Split;

/**
 * The RSNA Pneumonia Detection Challenge, or a set in its format: a table with a row for each box, {@code
 * patientId,x,y,width,height,Target}, and pictures named by patient. Rows with {@code Target} 0 are images without an object,
 * which stay in the set; pictures that no row names are not used. One class, {@code Lung Opacity}.
 *
 * @param root folder of the data set; a relative one starts at the working directory
 * @param labels the table, relative to the root
 * @param images folder of the pictures, relative to the root; their ending is found
 * @param valLabels table of the validation split; empty: the first table is divided
 * @param valImages its pictures; empty: where the others lie
 * @param testLabels table of the test split, likewise
 * @param testImages its pictures
 * @param split how one table is divided, and what tables of splits must not share
 * @param missingImages whether rows without a picture are refused or left out
 * @param pictureChecks whether pictures are read and decoded before they are used, or their headers alone
 */
@JsonTypeName("rsna")
@AutoService(DatasetConfig.class)
public record RsnaConfig(
        @NotDecisive String root,
        @NotDecisive String labels,
        @NotDecisive String images,
        @NotDecisive String valLabels,
        @NotDecisive String valImages,
        @NotDecisive String testLabels,
        @NotDecisive String testImages,
        SplitConfig split,
        MissingImages missingImages,
        PictureChecks pictureChecks)
        implements DatasetConfig {
    public RsnaConfig {
        requireNonNull(split, "split is null");
        requireNonNull(missingImages, "missingImages is null");
        requireNonNull(pictureChecks, "pictureChecks is null");
        new LabelChecks(new FieldChecks())
                .files(root, labels, valLabels, testLabels, split)
                .done();
    }

    /** The names of the challenge's files. */
    public RsnaConfig() {
        this(
                "data/rsna",
                "stage_2_train_labels.csv",
                "stage_2_train_images",
                "",
                "",
                "",
                "",
                new SplitConfig(),
                MissingImages.REFUSED,
                PictureChecks.CONTENTS);
    }

    @Override
    public List<Category> categories() {
        return ClassNames.named(List.of(LabelFormat.RSNA.onlyClass()));
    }

    @Override
    public Dataset open(Split part) {
        return new LabelSource(
                        new ListFiles(Path.of(root), labels, images, valLabels, valImages, testLabels, testImages),
                        LabelFormat.RSNA,
                        Optional.empty(),
                        tables -> categories(),
                        new ReadersConfig(ReaderMerging.UNION, 0, 1),
                        split,
                        missingImages,
                        false,
                        OrientationRule.AUTO,
                        Optional.empty())
                .open(part);
    }
}
