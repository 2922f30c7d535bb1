package org.fpn4j.experiments.levels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Groups of objects as rows of words.
 *
 * @param survey that the groups are of; decides the columns
 */
record LevelTable(LevelSurvey survey) {
    /** The header, beginning with what the groups are. */
    List<String> header(String what) {
        List<String> header = new ArrayList<>(List.of(what, "objects"));
        header.addAll(survey.pyramid().names());
        header.addAll(List.of("positives", "recall"));
        if (survey.knowsQuality()) {
            header.add("low quality");
        }
        if (survey.knowsAmbiguity()) {
            header.add("ambiguous");
        }
        if (survey.knowsOverlap()) {
            header.add("best IoU");
        }
        header.add("eq. 1");
        return header;
    }

    /** Whether the values of each column go to the right: all but the name. */
    List<Boolean> numbers() {
        List<Boolean> numbers = new ArrayList<>(Collections.nCopies(header("").size(), true));
        numbers.set(0, false);
        return numbers;
    }

    List<String> row(LevelGroup group) {
        LevelTally tally = group.tally();
        List<String> row = new ArrayList<>(List.of(group.name(), Integer.toString(tally.objects())));
        tally.objectsAt().forEach(objects -> row.add(Figures.percent(tally.share(objects))));
        row.add(Figures.fixed(tally.meanPositives(), 1));
        row.add(Figures.percent(tally.recall()));
        if (survey.knowsQuality()) {
            row.add(Figures.percent(tally.share(tally.lowQuality())));
        }
        if (survey.knowsAmbiguity()) {
            row.add(Figures.percent(tally.share(tally.ambiguous())));
        }
        if (survey.knowsOverlap()) {
            row.add(Figures.fixed(tally.medianBestOverlap(), 3));
        }
        row.add(equation(tally));
        return row;
    }

    /** The level of most objects, the finest of equals. */
    private String equation(LevelTally tally) {
        if (tally.objects() == 0) {
            return Figures.fixed(tally.recall(), 0);
        }
        int most = Collections.max(tally.equationAt());
        return survey.pyramid().names().get(tally.equationAt().indexOf(most));
    }

    /** What the columns are. */
    String legend() {
        String levels = String.join(", ", survey.pyramid().names());
        StringBuilder text = new StringBuilder(levels + ": % of the objects that have a positive at the level, "
                + "some at several; positives: mean number of positives; recall: % that have one at all");
        if (survey.knowsQuality()) {
            text.append("; low quality: % whose positives all overlap them less than a good match does");
        }
        if (survey.knowsAmbiguity()) {
            text.append("; ambiguous: % that share points with other objects");
        }
        if (survey.knowsOverlap()) {
            text.append("; best IoU: median of the largest overlap with an anchor");
        }
        return text + "; eq. 1: the level of most of them by size alone, floor(4 + log2(side / 224))";
    }
}
