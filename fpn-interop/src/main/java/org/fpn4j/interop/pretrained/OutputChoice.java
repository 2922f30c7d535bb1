package org.fpn4j.interop.pretrained;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;

/**
 * Which output of a checkpoint's head each class index takes.
 *
 * <p>Frameworks differ: an output of torchvision's detectors is a category id, so that COCO's 80 classes have 91 outputs of
 * which 11 are unused; everywhere else it is an index in the order of ids. A head that fits neither the data's classes nor
 * their ids says nothing, and then nothing is guessed.
 *
 * @param outputs of the file, by class index of the detector
 * @param remarks what was chosen, in sentences; none where nothing was to be chosen
 */
record OutputChoice(List<Integer> outputs, List<String> remarks) {
    private static final String KEYS =
            "--classes by_index or by_category_id says it (pretrained.classes), or --output NAME=N for each class"
                    + " (pretrained.outputs)";

    OutputChoice {
        outputs = List.copyOf(outputs);
        remarks = List.copyOf(remarks);
    }

    /**
     * Chooses.
     *
     * @param place to name in a problem
     * @param theirs outputs of the file's head per anchor or point
     * @throws UserInputException where it cannot be known, or does not fit what was asked for
     */
    static OutputChoice of(String place, Framework framework, int theirs, HeadClasses classes) {
        if (!classes.outputs().isEmpty()) {
            return byName(place, theirs, classes);
        }
        return switch (classes.order()) {
            case BY_INDEX -> byIndex(place, theirs, classes.count());
            case BY_CATEGORY_ID -> byCategoryId(place, theirs, classes);
            case AUTO -> guess(place, framework, theirs, classes);
        };
    }

    private static OutputChoice guess(String place, Framework framework, int theirs, HeadClasses classes) {
        int ours = classes.count();
        if (framework == Framework.FPN4J && theirs == ours) {
            return byIndex(place, theirs, ours);
        }
        Categories categories = classes.categories().get();
        boolean torchvision = framework == Framework.TORCHVISION;
        if (!categories.known() && theirs == ours) {
            OutputChoice choice = byIndex(place, theirs, ours);
            return torchvision
                    ? choice.saying(
                            "output i of the file's head becomes class index i, for the config names no data; with"
                                    + " data, outputs that are category ids are put in the order of its categories")
                    : choice;
        }
        if (theirs == categories.count()) {
            OutputChoice choice = byIndex(place, theirs, ours);
            return torchvision && categories.idsEnd() != theirs
                    ? choice.saying("the file's head has as many outputs as the data has categories: output i becomes"
                            + " class index i, in the order of category ids " + shown(categories.ids()))
                    : choice;
        }
        if (torchvision && categories.known() && theirs == categories.idsEnd()) {
            return byCategoryId(place, theirs, classes)
                    .saying("the file's head has [" + theirs + "] outputs, one more than the largest category id: each"
                            + " class takes the output of its id " + shown(categories.ids()));
        }
        throw new UserInputException(
                place,
                "head has [" + theirs + "] outputs, the data has [" + categories.count() + "] categories"
                        + (categories.known() ? " of ids " + shown(categories.ids()) : "")
                        + ": which output is which class cannot be known",
                KEYS);
    }

    private static OutputChoice byIndex(String place, int theirs, int ours) {
        requireEnough(place, theirs, ours);
        return new OutputChoice(IntStream.range(0, ours).boxed().toList(), List.of());
    }

    private static OutputChoice byCategoryId(String place, int theirs, HeadClasses classes) {
        Categories categories = classes.categories().get();
        if (!categories.known()) {
            throw new UserInputException(
                    place,
                    "classes[by_category_id] needs the ids of the data's categories",
                    "the config names no data");
        }
        if (categories.ids().stream().anyMatch(id -> id < 0 || id >= theirs)) {
            throw new UserInputException(
                    place,
                    "classes[by_category_id] needs an output for each of the ids " + shown(categories.ids())
                            + ", the head has [" + theirs + "], from 0");
        }
        requireEnough(place, theirs, classes.count());
        return completed(categories.ids().stream().map(Math::toIntExact).toList(), theirs, classes.count());
    }

    private static OutputChoice byName(String place, int theirs, HeadClasses classes) {
        Map<String, Integer> outputs = classes.outputs();
        List<String> names = classes.categories().get().names();
        Problems problems = new Problems();
        for (String name : names) {
            if (!outputs.containsKey(name)) {
                problems.add(place, "outputs lack class[" + name + "]; each of " + names + " needs one");
            }
        }
        outputs.forEach((name, output) -> {
            if (!names.contains(name)) {
                problems.add(place, "outputs name class[" + name + "], which the data does not have; it has " + names);
            } else if (output < 0 || output >= theirs) {
                problems.add(
                        place,
                        "outputs give class[" + name + "] output[" + output + "]; the head has [" + theirs
                                + "], from 0");
            }
        });
        if (new LinkedHashSet<>(outputs.values()).size() < outputs.size()) {
            problems.add(place, "outputs" + outputs + " give two classes the same output");
        }
        problems.throwIfAny();
        requireEnough(place, theirs, classes.count());
        return completed(names.stream().map(outputs::get).toList(), theirs, classes.count());
    }

    /** A detector may have more classes than the data, which never occur: they take what is left, in its order. */
    private static OutputChoice completed(List<Integer> chosen, int theirs, int ours) {
        Set<Integer> outputs = new LinkedHashSet<>(chosen);
        for (int output = 0; output < theirs; output++) {
            outputs.add(output);
        }
        return new OutputChoice(List.copyOf(outputs).subList(0, ours), List.of());
    }

    private static void requireEnough(String place, int theirs, int ours) {
        if (theirs < ours) {
            throw new UserInputException(
                    place,
                    "head has [" + theirs + "] outputs, fewer than the detector's [" + ours + "] classes",
                    "head.num_classes must not be larger");
        }
    }

    private static String shown(List<Long> ids) {
        return ids.size() <= 8
                ? ids.toString()
                : ids.subList(0, 4).toString().replace("]", ", ... ") + ids.get(ids.size() - 1) + "]";
    }

    private OutputChoice saying(String remark) {
        List<String> all = new ArrayList<>(remarks);
        all.add(remark);
        return new OutputChoice(outputs, all);
    }
}
