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
 * A table with named columns: a row for each box, and one whose box is empty for an image without objects. Pictures that no row
 * names are not used.
 *
 * @param root folder of the data set; a relative one starts at the working directory
 * @param labels the table, relative to the root
 * @param images folder that names of pictures are relative to, itself relative to the root; empty: the root
 * @param valLabels table of the validation split; empty: the first table is divided
 * @param valImages its pictures; empty: where the others lie
 * @param testLabels table of the test split, likewise
 * @param testImages its pictures
 * @param header whether the first row names the columns
 * @param separator between cells, one character
 * @param columns what the columns are called
 * @param classList table of the classes, a name and a number from 0 a row, relative to the root; empty: those that occur
 * @param classes in the order of their indices, in place of a list; empty: as above
 * @param readers what becomes of several readers of an image
 * @param split how one table is divided, and what tables of splits must not share
 * @param missingImages whether rows without a picture are refused or left out
 * @param exifOrientation whether pictures are turned as their EXIF data says
 * @param pictureChecks whether pictures are read and decoded before they are used, or their headers alone
 * @param outsideRoot whether names of pictures may be absolute or lead out of the root
 */
@JsonTypeName("csv")
@AutoService(DatasetConfig.class)
public record CsvConfig(
        @NotDecisive String root,
        @NotDecisive String labels,
        @NotDecisive String images,
        @NotDecisive String valLabels,
        @NotDecisive String valImages,
        @NotDecisive String testLabels,
        @NotDecisive String testImages,
        boolean header,
        String separator,
        LabelColumns columns,
        @NotDecisive String classList,
        @Count(max = 100000) List<String> classes,
        ReadersConfig readers,
        SplitConfig split,
        MissingImages missingImages,
        OrientationRule exifOrientation,
        PictureChecks pictureChecks,
        @NotDecisive boolean outsideRoot)
        implements DatasetConfig {
    public CsvConfig {
        requireNonNull(columns, "columns is null");
        requireNonNull(exifOrientation, "exifOrientation is null");
        requireNonNull(readers, "readers is null");
        requireNonNull(split, "split is null");
        requireNonNull(missingImages, "missingImages is null");
        requireNonNull(pictureChecks, "pictureChecks is null");
        classes = List.copyOf(classes);
        FieldChecks checks = FieldChecks.of(CsvConfig.class)
                .require(
                        classes.isEmpty() || classList.isBlank(),
                        "classList",
                        classList,
                        "must be empty where classes are named")
                .require(
                        readers.least() == 1 || !columns.reader().isEmpty(),
                        "readers.least",
                        readers.least(),
                        "must be 1 where no column names readers")
                .require(separator.length() == 1, "separator", separator, "must be one character, as \",\"")
                .require(
                        header || columns.all().stream().allMatch(column -> column.matches("[1-9][0-9]{0,4}")),
                        "columns",
                        columns.all(),
                        "must be numbers from 1 where there is no header");
        new LabelChecks(checks)
                .classes(classes)
                .patients(split, !columns.patient().isEmpty())
                .files(root, labels, valLabels, testLabels, split)
                .done();
    }

    /** {@code annotations.csv} with a header, pictures beside it; each image is on its own. */
    public CsvConfig() {
        this(
                "data/csv",
                "annotations.csv",
                "",
                "",
                "",
                "",
                "",
                true,
                ",",
                new LabelColumns(),
                "",
                List.of(),
                new ReadersConfig(),
                new SplitConfig(SplitRule.IMAGE, 0, List.of(0.8, 0.1, 0.1), ""),
                MissingImages.REFUSED,
                OrientationRule.AUTO,
                PictureChecks.CONTENTS,
                false);
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
                format(),
                Optional.empty(),
                this::classes,
                readers,
                split,
                missingImages,
                outsideRoot,
                exifOrientation,
                Optional.empty());
    }

    /** What the table's columns are. */
    public LabelFormat format() {
        return new LabelFormat(
                "csv",
                header,
                separator.charAt(0),
                columns.image(),
                columns.box(),
                columns.form(),
                columns.className(),
                "",
                "",
                columns.reader(),
                true,
                columns.patient(),
                "",
                "");
    }

    private List<Category> classes(List<LabelTable> tables) {
        if (!classes.isEmpty()) {
            return ClassNames.named(classes);
        }
        return classList.isBlank()
                ? ClassNames.occurring(tables)
                : ClassNames.listed(Path.of(root).resolve(classList), separator.charAt(0));
    }
}
