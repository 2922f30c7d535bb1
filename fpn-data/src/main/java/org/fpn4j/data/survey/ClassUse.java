package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.survey.Suspicion.Kind;

/**
 * Whether classes are used as their list says:
 *
 * <ul>
 *   <li>a class that is called background or no finding has objects: nothing is labelled so that it can be found;
 *   <li>classes are shifted: annotations of unknown classes were skipped while the first or last class of the list has no object
 *       in any split; or in one split, if five were skipped there, and 5 % of its objects; or one split uses the classes of
 *       another, each moved by one;
 *   <li>a class has no object in any split;
 *   <li>a class has objects in another split and none in the training split;
 *   <li>a class has fewer than {@link #FEW} objects in the training split.
 * </ul>
 */
final class ClassUse {
    /** Objects of a class below which there is little to learn from. */
    static final int FEW = 10;

    private static final int MOST_LISTED = 20; // names in a sentence

    private static final Set<String> BACKGROUND = Set.of("background", "bg", "no finding", "no findings", "nofinding");

    private final List<SplitSurvey> splits;
    private final List<String> names;
    private final List<List<Integer>> counts; // by split, by class

    private ClassUse(List<SplitSurvey> splits) {
        this.splits = requireNonNull(splits, "splits is null");
        this.names = splits.get(0).dataset().classNames();
        this.counts = splits.stream()
                .map(split -> split.classes().stream()
                        .map(group -> group.objects().size())
                        .toList())
                .toList();
    }

    static List<Suspicion> suspicions(List<SplitSurvey> splits) {
        ClassUse use = new ClassUse(splits);
        List<Suspicion> found = new ArrayList<>();
        found.addAll(use.backgrounds());
        use.unknownClasses().or(use::movedClasses).ifPresent(found::add);
        use.unused().ifPresent(found::add);
        found.addAll(use.unlearned());
        use.few().ifPresent(found::add);
        return found;
    }

    private int everywhere(int label) {
        return counts.stream().mapToInt(split -> split.get(label)).sum();
    }

    private static String named(List<SplitSurvey> some) {
        return some.stream().map(SplitSurvey::name).collect(Collectors.joining(", "));
    }

    private List<Suspicion> backgrounds() {
        return IntStream.range(0, names.size())
                .filter(label -> isBackground(names.get(label)) && everywhere(label) > 0)
                .mapToObj(label -> new Suspicion(
                        Kind.BACKGROUND_CLASS,
                        named(splits),
                        everywhere(label) + " objects are of class " + names.get(label),
                        "What is no object needs no box; labels may be shifted by one in a list that begins with the background",
                        everywhere(label),
                        evidence(List.of(label), splits)))
                .toList();
    }

    private static boolean isBackground(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[_\\-\\s]+", " ").strip();
        return BACKGROUND.contains(plain);
    }

    private List<Evidence> evidence(List<Integer> labels, List<SplitSurvey> some) {
        return some.stream()
                .flatMap(split -> split.objects().stream())
                .filter(object -> labels.contains(object.label()))
                .limit(Suspicion.MOST_EXAMPLES)
                .map(object -> Evidence.of(object, names.get(object.label())))
                .toList();
    }

    /** In all splits together, or in one of them where they are too many for chance. */
    private Optional<Suspicion> unknownClasses() {
        return unknownClasses(splits, 1).or(() -> splits.stream()
                .flatMap(split -> unknownClasses(
                        List.of(split), Math.max(5, split.objects().size() / 20))
                        .stream())
                .findFirst());
    }

    private Optional<Suspicion> unknownClasses(List<SplitSurvey> some, int least) {
        List<DataProblem> unknown = some.stream()
                .flatMap(split -> split.dataset().report().problems().stream())
                .filter(problem -> problem.kind() == ProblemKind.UNKNOWN_CATEGORY)
                .toList();
        return IntStream.of(0, names.size() - 1)
                .filter(label -> names.size() > 1 && unknown.size() >= least)
                .filter(label -> some.stream()
                        .flatMap(split -> split.objects().stream())
                        .noneMatch(object -> object.label() == label))
                .mapToObj(label -> new Suspicion(
                        Kind.SHIFTED_CLASSES,
                        named(some),
                        unknown.size() + " annotations are of classes that the list does not have, and its "
                                + (label == 0 ? "first" : "last") + " class, " + names.get(label) + ", has no object",
                        "Classes may be counted from "
                                + (label == 0 ? "1 in annotations and from 0" : "0 in annotations and from 1")
                                + " in the list; the first such annotation: "
                                + unknown.get(0).problem().what(),
                        unknown.size(),
                        List.of()))
                .findFirst();
    }

    private Optional<Suspicion> movedClasses() {
        List<Integer> train = used(0);
        for (int split = 1; split < splits.size(); split++) {
            List<Integer> other = used(split);
            for (int shift : List.of(-1, 1)) {
                List<Integer> moved = train.stream().map(label -> label + shift).toList();
                if (train.size() > 1 && other.equals(moved)) {
                    return Optional.of(new Suspicion(
                            Kind.SHIFTED_CLASSES,
                            splits.get(0).name() + ", " + splits.get(split).name(),
                            splits.get(split).name() + " has objects of the classes " + classesOf(other) + ", "
                                    + splits.get(0).name() + " of " + classesOf(train) + ": each is moved by one",
                            "The classes of one of them may be counted from 0 and those of the other from 1",
                            other.stream().mapToInt(counts.get(split)::get).sum(),
                            List.of()));
                }
            }
        }
        return Optional.empty();
    }

    private List<Integer> used(int split) {
        return IntStream.range(0, names.size())
                .filter(label -> counts.get(split).get(label) > 0)
                .boxed()
                .toList();
    }

    private String classesOf(List<Integer> labels) {
        return labels.stream().map(names::get).toList().toString();
    }

    private Optional<Suspicion> unused() {
        List<Integer> labels = labels(label -> everywhere(label) == 0 && !isBackground(names.get(label)));
        boolean isEnd = labels.equals(List.of(0)) || labels.equals(List.of(names.size() - 1));
        String what = labels.size() == 1
                ? "Class " + names.get(labels.get(0)) + " has no object in any split"
                : labels.size() + " classes have no object in any split: " + listed(labels, label -> "");
        return labels.isEmpty()
                ? Optional.empty()
                : Optional.of(new Suspicion(
                        Kind.UNUSED_CLASS,
                        named(splits),
                        what,
                        isEnd
                                ? "The list may be too long, or labels may be shifted by one"
                                : "The list may be too long, or a class may be spelt in two ways",
                        labels.size(),
                        List.of()));
    }

    /** One for each other split. */
    private List<Suspicion> unlearned() {
        List<Suspicion> found = new ArrayList<>();
        String first = splits.get(0).name();
        for (int split = 1; split < splits.size(); split++) {
            List<Integer> ofSplit = counts.get(split);
            List<Integer> labels = labels(label -> counts.get(0).get(label) == 0 && ofSplit.get(label) > 0);
            String other = splits.get(split).name();
            String what = labels.size() == 1
                    ? "Class " + names.get(labels.get(0)) + " has " + objects(ofSplit.get(labels.get(0))) + " in "
                            + other + " and none in " + first
                    : labels.size() + " classes have objects in " + other + " and none in " + first + ": "
                            + listed(labels, label -> " (" + ofSplit.get(label) + ")");
            if (!labels.isEmpty()) {
                found.add(new Suspicion(
                        Kind.UNLEARNED_CLASS,
                        other,
                        what,
                        "Nothing can learn them; their AP will be 0",
                        labels.stream().mapToInt(ofSplit::get).sum(),
                        evidence(labels, splits.subList(split, split + 1))));
            }
        }
        return found;
    }

    private Optional<Suspicion> few() {
        List<Integer> learned = counts.get(0);
        List<Integer> labels = labels(label -> learned.get(label) > 0 && learned.get(label) < FEW);
        String what = labels.size() == 1
                ? "Class " + names.get(labels.get(0)) + " has " + objects(learned.get(labels.get(0))) + " to learn from"
                : labels.size() + " classes have fewer than " + FEW + " objects to learn from: "
                        + listed(labels, label -> " (" + learned.get(label) + ")");
        return labels.isEmpty()
                ? Optional.empty()
                : Optional.of(new Suspicion(
                        Kind.FEW_OBJECTS,
                        splits.get(0).name(),
                        what,
                        "So few are little to learn from, and AP will depend on chance",
                        labels.stream().mapToInt(learned::get).sum(),
                        evidence(labels, splits.subList(0, 1))));
    }

    private List<Integer> labels(IntPredicate which) {
        return IntStream.range(0, names.size()).filter(which).boxed().toList();
    }

    private static String objects(int count) {
        return count == 1 ? "one object" : count + " objects";
    }

    /** Names, each with what there is to say of it. */
    private String listed(List<Integer> labels, IntFunction<String> more) {
        String listed = labels.stream()
                .limit(MOST_LISTED)
                .map(label -> names.get(label) + more.apply(label))
                .collect(Collectors.joining(", "));
        return labels.size() > MOST_LISTED ? listed + " and " + (labels.size() - MOST_LISTED) + " more" : listed;
    }
}
