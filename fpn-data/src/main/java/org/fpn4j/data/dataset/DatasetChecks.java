package org.fpn4j.data.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fpn4j.core.problem.Problems;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.data.image.FilePicture;

/** Checks of data sets that go beyond one annotation: before training starts, so that nothing surprises it later. */
public final class DatasetChecks {
    private DatasetChecks() {}

    /**
     * A network has one list of classes: all splits must agree on ids, names and order.
     *
     * @throws UserInputException naming the classes that only one of the two has
     */
    public static void compareClasses(Dataset train, Dataset other) {
        if (train.categories().equals(other.categories())) {
            return;
        }
        Problems problems = new Problems();
        addClassesOnlyIn(train, other, problems);
        addClassesOnlyIn(other, train, problems);
        problems.throwIfAny();
    }

    private static void addClassesOnlyIn(Dataset one, Dataset other, Problems problems) {
        List<String> only = new ArrayList<>();
        for (Category category : one.categories()) {
            boolean shared = other.categories().stream()
                    .anyMatch(candidate ->
                            candidate.id() == category.id() && candidate.name().equals(category.name()));
            if (!shared) {
                only.add(category.id() + " " + category.name());
            }
        }
        if (!only.isEmpty()) {
            problems.add(
                    one.name(),
                    "classes" + only + " are not in data set[" + other.name() + "]",
                    "all splits need the same ids and names; for Pascal VOC the config key [classes] fixes the list");
        }
    }

    /**
     * Decodes every image once, in parallel, and leaves out those that turn out broken beyond their header, so that
     * none stops a training half-way.
     *
     * @return the data set without them, each reported
     * @throws UserInputException if nothing usable is left
     */
    public static Dataset decodeAll(Dataset dataset) {
        List<ImageEntry> images = dataset.images();
        List<Optional<DataProblem>> outcomes = IntStream.range(0, images.size())
                .parallel()
                .mapToObj(i -> decode(images.get(i)))
                .toList();
        List<ImageEntry> sound = new ArrayList<>();
        List<DataProblem> broken = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            outcomes.get(i).ifPresent(broken::add);
            if (outcomes.get(i).isEmpty()) {
                sound.add(images.get(i));
            }
        }
        Dataset checked = new Dataset(
                dataset.name(), dataset.categories(), sound, dataset.report().plus(broken));
        requireContent(checked, dataset.name(), images.size());
        return checked;
    }

    private static Optional<DataProblem> decode(ImageEntry image) {
        if (image.source() instanceof FilePicture picture) {
            try {
                picture.read();
            } catch (UserInputException e) {
                return Optional.of(
                        new DataProblem(ProblemKind.BROKEN_IMAGE, e.problems().get(0)));
            }
        }
        return Optional.empty(); // a generated picture has no file to be broken
    }

    /** Nothing can be trained or scored without an image and an object. */
    static void requireContent(Dataset dataset, String source, int declaredImages) {
        if (dataset.images().isEmpty()) {
            throw emptied(
                    dataset,
                    source,
                    declaredImages == 0
                            ? "data set[" + dataset.name() + "] lists no images"
                            : "data set[" + dataset.name() + "] has no usable image among [" + declaredImages + "]");
        }
        if (dataset.annotationCount() == 0) {
            throw emptied(
                    dataset,
                    source,
                    "data set[" + dataset.name() + "] has no usable box in ["
                            + dataset.images().size() + "] images");
        }
    }

    private static UserInputException emptied(Dataset dataset, String source, String what) {
        String[] hints = dataset.report().summary().lines().toArray(String[]::new);
        return new UserInputException(source, what, hints);
    }
}
