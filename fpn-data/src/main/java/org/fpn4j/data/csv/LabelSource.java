package org.fpn4j.data.csv;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetAssembler;
import org.fpn4j.data.dataset.DeclaredBox;
import org.fpn4j.data.dataset.DeclaredImage;
import org.fpn4j.data.dataset.MissingPictures;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.ResizedPictures;
import org.fpn4j.data.dataset.RootFolder;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.image.PictureSize;

/**
 * Tables of labels and a folder of pictures, as a data set.
 *
 * @param classes gives the classes for all tables
 * @param findings table of what is seen in all images, for those where it is nothing ({@link FindingsTable})
 * @param division what one table is divided by, and what given splits must not share
 * @param annotatedOn size of the pictures that boxes were drawn on, where it is not that of the pictures
 */
record LabelSource(
        ListFiles files,
        LabelFormat format,
        Optional<Path> findings,
        Function<List<LabelTable>, List<Category>> classes,
        ReadersConfig readers,
        SplitConfig division,
        MissingImages missing,
        boolean outsideRoot,
        OrientationRule orientation,
        Optional<PictureSize> annotatedOn) {

    List<Category> categories() {
        return classes.apply(List.copyOf(tables().values()));
    }

    Dataset open(Split split) {
        Map<Split, LabelTable> tables = tables();
        Split part = files.tables().containsKey(split) ? split : Split.TRAIN;
        boolean divided = part == Split.TRAIN && files.isDivided();
        if (divided ? !division.sides().contains(split) : part != split) {
            throw new UserInputException(
                    files.root().toString(),
                    "data[" + format.name() + "] has no " + split.key() + " split",
                    "data." + split.key() + "_labels names its labels; data.split.ratios divides one list");
        }
        SplitSides sides = new SplitSides(division, format);
        sides.requireNoLeak(tables);
        LabelTable table = tables.get(part);
        Map<String, List<LabelRow>> images = table.byImage();
        if (divided) {
            images = sides.of(split, table);
        }
        Path folder = files.images(part);
        requireFolder(folder);
        tables.forEach((own, other) -> requireNames(other, files.images(own)));
        Map<String, Path> pictures = pictures(table.byImage().keySet(), folder);
        requirePictures(table, images, pictures);
        List<DataProblem> problems = new ArrayList<>();
        tellUnboxed(table, problems);
        tellUnlisted(tables, problems);
        return assembled(split, table, images, pictures, classes.apply(List.copyOf(tables.values())), problems);
    }

    private Map<Split, LabelTable> tables() {
        if (!Files.isDirectory(files.root())) {
            throw new UserInputException(
                    files.root().toAbsolutePath().toString(),
                    "root[" + files.root() + "] of data[" + format.name() + "] does not exist",
                    "expected a folder with labels and pictures");
        }
        Map<Split, LabelTable> tables = new EnumMap<>(Split.class);
        files.tables().forEach((split, file) -> tables.put(split, LabelTable.read(file, format)));
        findings.ifPresent(
                all -> tables.computeIfPresent(Split.TRAIN, (split, table) -> FindingsTable.added(table, all)));
        return tables;
    }

    private void requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserInputException(
                    folder.toAbsolutePath().toString(),
                    "folder of pictures of data[" + format.name() + "] does not exist",
                    "data.images names it, relative to the root");
        }
    }

    /** Names of pictures lead where they may. */
    private void requireNames(LabelTable table, Path folder) {
        RootFolder reach = new RootFolder(files.root(), outsideRoot);
        ToldRows told = new ToldRows(table.file());
        table.byImage().forEach((image, rows) -> reach.refusal(folder, image)
                .ifPresent(refusal -> told.add(rows.get(0), format.image() + "[" + image + "] " + refusal)));
        told.throwIfAny();
    }

    private Dataset assembled(
            Split split,
            LabelTable table,
            Map<String, List<LabelRow>> images,
            Map<String, Path> pictures,
            List<Category> categories,
            List<DataProblem> problems) {
        Map<String, Integer> indices = new HashMap<>();
        categories.forEach(category -> indices.put(category.name(), category.index()));
        ImageReadings readings = new ImageReadings(readers, name -> indices.getOrDefault(name, -1));
        DatasetAssembler assembler = new DatasetAssembler(
                format.name() + " " + files.root().getFileName() + " " + split.key(),
                problems,
                orientation,
                ResizedPictures.SCALES_BOXES,
                MissingPictures.LEFT_OUT,
                false);
        long id = 0;
        long boxId = 0;
        for (Map.Entry<String, List<LabelRow>> image : table.byImage().entrySet()) {
            List<List<DeclaredBox>> looks =
                    readings.boxes(image.getValue(), images.containsKey(image.getKey()) ? problems : new ArrayList<>());
            for (List<DeclaredBox> look : looks) {
                id++; // of every image of the table, so that all splits of one table have ids of their own
                List<DeclaredBox> boxes = new ArrayList<>();
                for (DeclaredBox box : look) {
                    boxes.add(box.of(++boxId, box.categoryIndex()));
                }
                if (images.containsKey(image.getKey())) {
                    assembler.add(new DeclaredImage(
                            id,
                            image.getKey(),
                            pictures.get(image.getKey()),
                            annotatedOn.map(PictureSize::width).orElse(0),
                            annotatedOn.map(PictureSize::height).orElse(0),
                            boxes,
                            image.getValue().get(0).where()));
                }
            }
        }
        return assembler.assemble(table.file().toString(), categories);
    }

    private void requirePictures(LabelTable table, Map<String, List<LabelRow>> images, Map<String, Path> found) {
        if (missing == MissingImages.LEFT_OUT) {
            return;
        }
        ToldRows told = new ToldRows(table.file());
        images.forEach((image, rows) -> {
            if (!Files.isRegularFile(found.get(image))) {
                String[] hint = told.isEmpty()
                        ? new String[] {"data.missing_images: left_out leaves such images out and counts them"}
                        : new String[0];
                told.add(rows.get(0), "image[" + found.get(image) + "] does not exist", hint);
            }
        });
        told.throwIfAny();
    }

    private static Map<String, Path> pictures(Set<String> images, Path folder) {
        ListedPictures listed = new ListedPictures(folder);
        Map<String, Path> pictures = new LinkedHashMap<>();
        images.forEach(image -> pictures.put(image, listed.file(image)));
        return pictures;
    }

    private void tellUnboxed(LabelTable table, List<DataProblem> problems) {
        if (!table.unboxed().isEmpty()) {
            problems.add(DataProblem.of(
                    ProblemKind.UNBOXED_FINDINGS,
                    findings.orElse(table.file()).toString(),
                    "[" + table.unboxed().size() + "] images have findings and no box"));
        }
    }

    private void tellUnlisted(Map<Split, LabelTable> tables, List<DataProblem> problems) {
        Set<Path> listed = new HashSet<>();
        tables.forEach((part, table) -> {
            listed.addAll(pictures(table.byImage().keySet(), files.images(part)).values());
            listed.addAll(pictures(table.unboxed(), files.images(part)).values());
        });
        ListedPictures.Unlisted unlisted = ListedPictures.unlisted(listed);
        if (unlisted.unlisted() > 0) {
            problems.add(DataProblem.of(
                    ProblemKind.UNLISTED_IMAGES,
                    files.tables().get(Split.TRAIN).toString(),
                    "[" + unlisted.unlisted() + "] of [" + unlisted.pictures() + "] pictures are in no row"));
        }
    }
}
