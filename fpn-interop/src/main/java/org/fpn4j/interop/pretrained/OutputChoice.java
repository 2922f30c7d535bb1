package org.fpn4j.interop.pretrained;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;

/**
 * Which output of a checkpoint's head each class index takes.
 *
 * <p>Frameworks differ: an output of torchvision's detectors is a category id, so that COCO's 80 classes have 91 outputs of
 * which 11 are unused; everywhere else it is an index in the order of ids. Heads that classify regions have one output more, the
 * first, for the background: output {@code i} of torchvision's is still the category id {@code i}. A head that fits neither the data's classes nor
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

    /** The outputs of a file's head per anchor, point or region: first those of the background, then one for each class. */
    private record Theirs(String place, int count, int background) {
        int classes() {
            return count - background;
        }

        /** Behind a number of outputs. */
        String besides() {
            return background == 0 ? "" : " besides the background's";
        }

        /** Output {@code i} as a class. */
        String index() {
            return background == 0 ? "i" : "i - " + background;
        }

        /** From where outputs are counted. */
        String start() {
            return background == 0 ? ", from 0" : ", from 0, which is the background's";
        }

        /** Whether ids are the numbers of all outputs of classes. */
        boolean are(List<Long> ids) {
            return ids.equals(LongStream.range(background, count).boxed().toList());
        }

        boolean has(long output) {
            return output >= background && output < count;
        }

        void requireEnough(int ours) {
            if (classes() < ours) {
                throw new UserInputException(
                        place,
                        "head has [" + classes() + "] outputs" + besides() + ", fewer than the detector's [" + ours
                                + "] classes",
                        "head.num_classes must not be larger");
            }
        }
    }

    /**
     * Chooses.
     *
     * @param place to name in a problem
     * @param count outputs of the file's head per anchor, point or region
     * @param background how many of them, the first ones, are no class of objects
     * @throws UserInputException where it cannot be known, or does not fit what was asked for
     */
    static OutputChoice of(String place, Framework framework, int count, int background, HeadClasses classes) {
        Theirs theirs = new Theirs(place, count, background);
        if (!classes.outputs().isEmpty()) {
            return byName(theirs, classes);
        }
        return switch (classes.order()) {
            case BY_INDEX -> byIndex(theirs, classes.count());
            case BY_CATEGORY_ID -> byCategoryId(theirs, classes);
            case AUTO -> guess(framework, theirs, classes);
        };
    }

    private static OutputChoice guess(Framework framework, Theirs theirs, HeadClasses classes) {
        int ours = classes.count();
        if (framework == Framework.FPN4J && theirs.classes() == ours) {
            return byIndex(theirs, ours);
        }
        Categories categories = classes.categories().get();
        boolean torchvision = framework == Framework.TORCHVISION;
        if (!categories.known() && theirs.classes() == ours) {
            OutputChoice choice = byIndex(theirs, ours);
            return torchvision
                    ? choice.saying("output i of the file's head becomes class index " + theirs.index()
                            + ", for the config names no data; with"
                            + " data, outputs that are category ids are put in the order of its categories")
                    : choice;
        }
        if (theirs.classes() == categories.count()) {
            OutputChoice choice = byIndex(theirs, ours);
            return torchvision && !theirs.are(categories.ids())
                    ? choice.saying("the file's head has as many outputs" + theirs.besides()
                            + " as the data has categories: output i becomes class index " + theirs.index()
                            + ", in the order of category ids " + shown(categories.ids()))
                    : choice;
        }
        if (torchvision
                && categories.known()
                && theirs.count() == categories.idsEnd()
                && categories.ids().stream().allMatch(theirs::has)) {
            return byCategoryId(theirs, classes)
                    .saying("the file's head has [" + theirs.count()
                            + "] outputs, one more than the largest category id: each"
                            + " class takes the output of its id " + shown(categories.ids()));
        }
        throw new UserInputException(
                theirs.place(),
                "head has [" + theirs.classes() + "] outputs" + theirs.besides() + ", the data has ["
                        + categories.count() + "] categories"
                        + (categories.known() ? " of ids " + shown(categories.ids()) : "")
                        + ": which output is which class cannot be known",
                KEYS);
    }

    private static OutputChoice byIndex(Theirs theirs, int ours) {
        theirs.requireEnough(ours);
        int first = theirs.background();
        return new OutputChoice(IntStream.range(first, first + ours).boxed().toList(), List.of());
    }

    private static OutputChoice byCategoryId(Theirs theirs, HeadClasses classes) {
        Categories categories = classes.categories().get();
        if (!categories.known()) {
            throw new UserInputException(
                    theirs.place(),
                    "classes[by_category_id] needs the ids of the data's categories",
                    "the config names no data");
        }
        if (!categories.ids().stream().allMatch(theirs::has)) {
            throw new UserInputException(
                    theirs.place(),
                    "classes[by_category_id] needs an output for each of the ids " + shown(categories.ids())
                            + ", the head has [" + theirs.count() + "]" + theirs.start());
        }
        theirs.requireEnough(classes.count());
        return completed(categories.ids().stream().map(Math::toIntExact).toList(), theirs, classes.count());
    }

    private static OutputChoice byName(Theirs theirs, HeadClasses classes) {
        Map<String, Integer> outputs = classes.outputs();
        List<String> names = classes.categories().get().names();
        Problems problems = new Problems();
        for (String name : names) {
            if (!outputs.containsKey(name)) {
                problems.add(theirs.place(), "outputs lack class[" + name + "]; each of " + names + " needs one");
            }
        }
        outputs.forEach((name, output) -> {
            if (!names.contains(name)) {
                problems.add(
                        theirs.place(),
                        "outputs name class[" + name + "], which the data does not have; it has " + names);
            } else if (!theirs.has(output)) {
                problems.add(
                        theirs.place(),
                        "outputs give class[" + name + "] output[" + output + "]; the head has [" + theirs.count() + "]"
                                + theirs.start());
            }
        });
        if (new LinkedHashSet<>(outputs.values()).size() < outputs.size()) {
            problems.add(theirs.place(), "outputs" + outputs + " give two classes the same output");
        }
        problems.throwIfAny();
        theirs.requireEnough(classes.count());
        return completed(names.stream().map(outputs::get).toList(), theirs, classes.count());
    }

    /** A detector may have more classes than the data, which never occur: they take what is left, in its order. */
    private static OutputChoice completed(List<Integer> chosen, Theirs theirs, int ours) {
        Set<Integer> outputs = new LinkedHashSet<>(chosen);
        for (int output = theirs.background(); output < theirs.count(); output++) {
            outputs.add(output);
        }
        return new OutputChoice(List.copyOf(outputs).subList(0, ours), List.of());
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
