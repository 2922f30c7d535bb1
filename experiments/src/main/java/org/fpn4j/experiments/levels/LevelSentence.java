package org.fpn4j.experiments.levels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What matters in a survey, in a sentence or two. */
final class LevelSentence {
    private LevelSentence() {}

    static String of(LevelSurvey survey, List<String> classNames) {
        List<LevelGroup> classes = LevelGroup.classes(survey, classNames);
        List<String> sentences = new ArrayList<>();
        worst(classes, LevelTally::unmatched)
                .ifPresent(group -> sentences.add(some(group, LevelTally::unmatched)
                        + " no positive at any level"
                        + ofAll(survey.tally(), group.tally())
                        + "."));
        if (!survey.unmatched().isEmpty()) {
            sentences.add("Objects without a positive: " + survey.withoutCells() + ".");
        }
        worst(classes, LevelTally::lowQuality)
                .ifPresent(group -> sentences.add(some(group, LevelTally::lowQuality)
                        + " only positives of low quality, which overlap "
                        + (group.tally().objects() == 1 ? "it" : "them")
                        + " less than a good match does."));
        if (survey.unmatched().isEmpty()) {
            int objects = survey.objects().size();
            sentences.add(
                    objects == 1
                            ? "The only object gets a positive."
                            : "Each of the " + objects + " objects gets a positive at some level.");
        }
        return String.join(" ", sentences);
    }

    private static String ofAll(LevelTally all, LevelTally group) {
        return all.unmatched() == group.unmatched()
                ? ""
                : ", and " + all.unmatched() + " of all " + all.objects() + " objects";
    }

    /** The class of which most objects are in trouble; of equals that with fewer objects, for it has the larger share. */
    private static Optional<LevelGroup> worst(List<LevelGroup> classes, ToIntFunction<LevelTally> trouble) {
        return classes.stream()
                .filter(group -> trouble.applyAsInt(group.tally()) > 0)
                .max(Comparator.<LevelGroup>comparingInt(group -> trouble.applyAsInt(group.tally()))
                        .thenComparing(group -> -group.tally().objects()));
    }

    private static String some(LevelGroup group, ToIntFunction<LevelTally> trouble) {
        LevelTally tally = group.tally();
        int count = trouble.applyAsInt(tally);
        String objects = tally.objects() + " objects of class " + group.name();
        if (tally.objects() == 1) {
            return "The only object of class " + group.name() + " gets";
        }
        if (count == tally.objects()) {
            return "All " + objects + " get";
        }
        return Figures.percent(tally.share(count)) + " % of the " + objects + " (" + count + ")"
                + (count == 1 ? " gets" : " get");
    }
}
