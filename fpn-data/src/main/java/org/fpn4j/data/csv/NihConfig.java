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
import org.fpn4j.data.image.PictureSize;

/**
 * The boxes of NIH's ChestX-ray14, or a set in their format: a table {@code Image Index,Finding Label,Bbox [x,y,w,h],,,}. Boxes
 * were drawn on pictures of 1024x1024 pixels; where pictures have another size they are scaled, which is told. The list has no
 * negative images; they are in the table of all images, and a row with {@code No Finding} and without a box is one.
 *
 * @param root folder of the data set; a relative one starts at the working directory
 * @param labels the table, relative to the root
 * @param findings table of what is seen in all images, {@code Data_Entry_2017.csv}, relative to the root: those of {@code No
 *     Finding} are images without objects, those with findings and without a box are left out and counted; empty: there is none
 * @param images folder of the pictures, relative to the root; their ending is found
 * @param valLabels table of the validation split; empty: the first table is divided
 * @param valImages its pictures; empty: where the others lie
 * @param testLabels table of the test split, likewise
 * @param testImages its pictures
 * @param classes in the order of their indices; empty: those that occur, sorted
 * @param split how one table is divided, and what tables of splits must not share
 * @param missingImages whether rows without a picture are refused or left out
 * @param pictureChecks whether pictures are read and decoded before they are used, or their headers alone
 */
@JsonTypeName("nih")
@AutoService(DatasetConfig.class)
public record NihConfig(
        @NotDecisive String root,
        @NotDecisive String labels,
        @NotDecisive String findings,
        @NotDecisive String images,
        @NotDecisive String valLabels,
        @NotDecisive String valImages,
        @NotDecisive String testLabels,
        @NotDecisive String testImages,
        @Count(max = 100000) List<String> classes,
        SplitConfig split,
        MissingImages missingImages,
        PictureChecks pictureChecks)
        implements DatasetConfig {
    private static final PictureSize DRAWN_ON = new PictureSize(1024, 1024);

    public NihConfig {
        requireNonNull(split, "split is null");
        requireNonNull(missingImages, "missingImages is null");
        requireNonNull(pictureChecks, "pictureChecks is null");
        classes = List.copyOf(classes);
        FieldChecks checks = FieldChecks.of(NihConfig.class)
                .require(
                        findings.isBlank() || (valLabels.isBlank() && testLabels.isBlank()),
                        "findings",
                        findings,
                        "must be empty where val_labels or test_labels name a table: it goes with one that is divided");
        new LabelChecks(checks)
                .classes(classes)
                .patients(split, false)
                .files(root, labels, valLabels, testLabels, split)
                .done();
    }

    /** The names of its files; patients are what stands before the first underscore of a name. */
    public NihConfig() {
        this(
                "data/nih",
                "BBox_List_2017.csv",
                "",
                "images",
                "",
                "",
                "",
                "",
                List.of(),
                new SplitConfig(SplitRule.PATIENT, 0, List.of(0.8, 0.1, 0.1), "^([0-9]+)_"),
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
                LabelFormat.NIH,
                findings.isBlank()
                        ? Optional.empty()
                        : Optional.of(Path.of(root).resolve(findings)),
                tables -> classes.isEmpty() ? ClassNames.occurring(tables) : ClassNames.named(classes),
                new ReadersConfig(ReaderMerging.UNION, 0, 1),
                split,
                missingImages,
                false,
                OrientationRule.AUTO,
                Optional.of(DRAWN_ON));
    }
}
