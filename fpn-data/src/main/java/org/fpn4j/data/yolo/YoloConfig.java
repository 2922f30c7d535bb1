package org.fpn4j.data.yolo;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.RootFolder;
import org.fpn4j.data.dataset.Split;

/**
 * A data set in the layout of YOLO's trainers: {@code data.yaml} names classes and folders of pictures, or text files that list
 * them; labels lie in text files of the same names, in the folder {@code labels} where a path has {@code images}. A picture with
 * an empty label file, or without one, has no objects.
 *
 * @param root folder of the data set; a relative one starts at the working directory
 * @param dataYaml the file that names classes and splits, relative to the root
 * @param exifOrientation whether pictures are turned as their EXIF data says; labels are shares of what is seen then
 * @param pictureChecks whether pictures are read and decoded before they are used, or their headers alone
 * @param outsideRoot whether places and lists may be absolute or lead out of the root
 * @param masks whether polygons are kept as masks, too
 */
@JsonTypeName("yolo")
@AutoService(DatasetConfig.class)
public record YoloConfig(
        @NotDecisive String root,
        @NotDecisive String dataYaml,
        OrientationRule exifOrientation,
        PictureChecks pictureChecks,
        @NotDecisive boolean outsideRoot,
        @NotDecisive boolean masks)
        implements DatasetConfig {
    public YoloConfig {
        requireNonNull(exifOrientation, "exifOrientation is null");
        requireNonNull(pictureChecks, "pictureChecks is null");
        new FieldChecks()
                .require(!root.isBlank(), "root", root, "must name the data set's folder")
                .require(!dataYaml.isBlank(), "dataYaml", dataYaml, "must name a file")
                .done();
    }

    /** {@code data.yaml} in {@code data/yolo}, boxes alone. */
    public YoloConfig() {
        this("data/yolo", "data.yaml", OrientationRule.AUTO, PictureChecks.CONTENTS, false, false);
    }

    @Override
    public List<Category> categories() {
        DataYaml yaml = yaml();
        return new YoloReader(yaml.names(), Path.of(root), exifOrientation, masks).categories();
    }

    @Override
    public Dataset open(Split split) {
        DataYaml yaml = yaml();
        Path base = base(yaml);
        List<String> places = yaml.places().get(split);
        if (places == null) {
            throw new UserInputException(
                    yaml.file().toString(), "data[yolo] has no " + split.key() + " split", split.key() + ": names it");
        }
        YoloPictures reader = new YoloPictures(yaml.file(), base, new RootFolder(Path.of(root), outsideRoot));
        List<Path> pictures = reader.of(places);
        return new YoloReader(yaml.names(), base, exifOrientation, masks)
                .read(
                        "yolo " + Path.of(root).toAbsolutePath().normalize().getFileName() + " " + split.key(),
                        yaml.file().toString(),
                        pictures,
                        split == Split.TRAIN ? List.of() : shared(yaml, split, reader, pictures));
    }

    /** Many sets are scored on what was trained on, because their makers had no other pictures; it is told. */
    private static List<DataProblem> shared(DataYaml yaml, Split split, YoloPictures reader, List<Path> pictures) {
        List<String> places = yaml.places().getOrDefault(Split.TRAIN, List.of());
        if (!places.stream().allMatch(reader::isThere)) {
            return List.of();
        }
        Set<Path> trained = new HashSet<>(reader.of(places));
        long count = pictures.stream().filter(trained::contains).count();
        return count == 0
                ? List.of()
                : List.of(DataProblem.of(
                        ProblemKind.SHARED_IMAGES,
                        yaml.file().toString(),
                        "[" + count + "] of [" + pictures.size() + "] pictures of " + split.key()
                                + " are trained on, too"));
    }

    private DataYaml yaml() {
        if (!Files.isDirectory(Path.of(root))) {
            throw new UserInputException(
                    Path.of(root).toAbsolutePath().toString(),
                    "root[" + root + "] of data[yolo] does not exist",
                    "expected a folder with data.yaml");
        }
        return DataYaml.read(Path.of(root).resolve(dataYaml));
    }

    private Path base(DataYaml yaml) {
        Path beside = yaml.file().toAbsolutePath().normalize().getParent();
        if (yaml.path().isBlank()) {
            return beside;
        }
        RootFolder.fault(yaml.path())
                .or(() -> new RootFolder(Path.of(root), outsideRoot).refusal(beside, yaml.path()))
                .ifPresent(refusal -> {
                    throw new UserInputException(
                            yaml.file().toString(),
                            "path[" + yaml.path() + "] " + refusal,
                            "a relative one starts at the file; data.outside_root: true allows any");
                });
        Path base = beside.resolve(yaml.path()).normalize();
        if (!Files.isDirectory(base)) {
            throw new UserInputException(
                    yaml.file().toString(),
                    "path[" + yaml.path() + "] is no folder",
                    "looked for in " + base + "; a relative one starts at the file");
        }
        return base;
    }
}
