package org.fpn4j.data.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;

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
     * Nothing can be trained or scored without an image and a box.
     *
     * @param source what to name in a problem
     * @throws UserInputException where there is none
     */
    public static void requireContent(Dataset dataset, String source) {
        String named = "data set[" + dataset.name() + "]";
        int declared = dataset.reference().images().size();
        if (dataset.images().isEmpty()) {
            throw emptied(
                    dataset,
                    source,
                    declared == 0
                            ? named + " lists no images"
                            : named + " has no usable image among [" + declared + "]",
                    "");
        }
        int boxes = dataset.annotationCount();
        if (boxes == 0) {
            throw emptied(
                    dataset,
                    source,
                    named + " has no usable box in [" + dataset.images().size() + "] images",
                    "");
        }
    }

    /**
     * A set that is read with masks must have some.
     *
     * @param source what to name in a problem
     * @throws UserInputException where no object has one
     */
    static void requireMasks(Dataset dataset, String source) {
        boolean lackedMasks = dataset.report().count(ProblemKind.NO_MASK) > 0;
        if (lackedMasks && dataset.count(ObjectKind.OBJECT) == 0) {
            throw emptied(
                    dataset,
                    source,
                    "data set[" + dataset.name() + "] has no object with a usable mask in [" + dataset.annotationCount()
                            + "] boxes",
                    "data.masks: false reads boxes alone");
        }
    }

    /**
     * Nothing can be learnt from a set without an object. Scoring against one is possible, and gives no score.
     *
     * @throws UserInputException where all boxes are crowds or difficult
     */
    public static void requireObjects(Dataset dataset) {
        if (dataset.count(ObjectKind.OBJECT) == 0) {
            throw emptied(
                    dataset,
                    dataset.name(),
                    "data set[" + dataset.name() + "] has nothing to be found: its boxes are ["
                            + dataset.count(ObjectKind.CROWD) + "] crowds and [" + dataset.count(ObjectKind.DIFFICULT)
                            + "] difficult objects",
                    dataset.count(ObjectKind.CROWD) > 0
                            ? "a box that holds one object has iscrowd 0; exporters of masks write 1 for all of them"
                            : "use_difficult: true makes objects of them");
        }
    }

    private static UserInputException emptied(Dataset dataset, String source, String what, String hint) {
        String[] hints = Stream.concat(
                        Stream.of(hint).filter(text -> !text.isEmpty()),
                        dataset.report().summary().lines())
                .toArray(String[]::new);
        return new UserInputException(source, what, hints);
    }
}
