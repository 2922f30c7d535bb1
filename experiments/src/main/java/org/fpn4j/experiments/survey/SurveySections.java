package org.fpn4j.experiments.survey;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.data.survey.DatasetSurvey;
import org.fpn4j.data.survey.DuplicateGroup;
import org.fpn4j.data.survey.ObjectGroup;
import org.fpn4j.data.survey.SplitSurvey;
import org.fpn4j.data.survey.SurveyedObject;
import org.fpn4j.experiments.plot.BarPlot;
import org.fpn4j.experiments.report.DataFacts;
import org.fpn4j.experiments.report.ExplanationReport.TitledTable;
import org.fpn4j.experiments.report.LevelsReport.Table;
import org.fpn4j.experiments.report.PictureGroup;
import org.fpn4j.experiments.report.SurveyReport.Bars;
import org.fpn4j.experiments.report.SurveyReport.Section;
import org.fpn4j.experiments.report.SurveyReport.Shares;

/**
 * What a survey tells, thing by thing.
 *
 * @param input height and width of the network's input, in words
 */
record SurveySections(DatasetSurvey survey, String input) {
    private static final int MOST_GROUPS = 30; // in the table of a terminal and of the page

    private SurveyTables tables() {
        return new SurveyTables(survey.splits());
    }

    static List<String> splitsOf(DuplicateGroup group) {
        return group.members().stream()
                .map(member -> member.split().key())
                .distinct()
                .toList();
    }

    /** @param pictures some of them, side by side */
    Section duplicates(List<PictureGroup> pictures) {
        int images = survey.splits().stream()
                .mapToInt(split -> split.dataset().images().size())
                .sum();
        int groups = survey.duplicates().size();
        List<String> words = new ArrayList<>();
        if (groups == 0) {
            words.add("No picture is there twice, in one split or in two: " + images + " were compared.");
        } else {
            int leaks = survey.leaks().size();
            if (leaks > 0) {
                words.add(Values.counted(leaks, "picture") + (leaks == 1 ? " is" : " are")
                        + " in more than one split: what is learned is scored, and the scores are too good.");
            }
            if (groups > leaks) {
                words.add(Values.counted(groups - leaks, "picture") + (groups - leaks == 1 ? " is" : " are")
                        + " there more than once in one split.");
            }
            long nearly = survey.duplicates().stream()
                    .filter(DuplicateGroup::isNearly)
                    .count();
            if (nearly > 0) {
                words.add(
                        (nearly < groups
                                        ? "Images of " + nearly + " of them are"
                                        : groups == 1 ? "Its images are" : "Their images are")
                                + " nearly the same, as two shots of one field of view are; all other images differ much more.");
            }
            if (groups > MOST_GROUPS) {
                words.add("The first " + MOST_GROUPS + " are listed; --json has all.");
            }
        }
        return new Section(
                "duplicates",
                "Pictures that are there more than once",
                words,
                groups == 0 ? List.of() : List.of(groups()),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                pictures);
    }

    private TitledTable groups() {
        List<List<String>> rows =
                new ArrayList<>(List.of(List.of("splits", "images", "files", "same", "bits", "correlation")));
        survey.duplicates().stream()
                .limit(MOST_GROUPS)
                .forEach(group -> rows.add(List.of(
                        String.join(", ", splitsOf(group)),
                        Values.whole(group.members().size()),
                        files(group),
                        group.isNearly() ? "nearly" : "yes",
                        Values.whole(group.bits()),
                        Values.fixed(group.correlation(), 3))));
        return new TitledTable(
                "One picture, several images", new Table(rows, List.of(false, true, false, false, true, true)));
    }

    private static String files(DuplicateGroup group) {
        String files = String.join(
                ", ",
                group.members().stream()
                        .limit(4)
                        .map(member -> member.split().key() + " "
                                + Values.baseName(member.image().fileName()))
                        .toList());
        return group.members().size() > 4 ? files + ", ..." : files;
    }

    Section counts() {
        return new Section(
                "counts",
                "Images and objects",
                List.of(),
                List.of(tables().counts(), tables().perImage(), tables().classes()));
    }

    /** Sizes in the three units. */
    Section sizes() {
        SurveyTables tables = tables();
        List<TitledTable> shown = new ArrayList<>(List.of(tables.inPixels()));
        boolean isMeasured = survey.splits().stream()
                .anyMatch(split -> split.all().unmeasured() < split.objects().size());
        if (isMeasured) {
            shown.add(tables.inMillimetres());
        }
        shown.add(tables.onInput());
        List<String> words = new ArrayList<>(
                List.of("S, M and L are COCO's: areas up to 32\u00B2, up to 96\u00B2 and above; the network's input is "
                        + input + "."));
        spacingRemark().ifPresent(words::add);
        return new Section(
                "sizes",
                "Sizes of objects",
                words,
                shown,
                tables.spreads(),
                Optional.of(bars()),
                Optional.of(shares()),
                List.of());
    }

    private Optional<String> spacingRemark() {
        int all = survey.splits().stream()
                .mapToInt(split -> split.dataset().images().size())
                .sum();
        int unknown =
                survey.splits().stream().mapToInt(SplitSurvey::unmeasuredImages).sum();
        if (unknown == 0) {
            return Optional.empty();
        }
        return Optional.of(
                unknown == all
                        ? "Nobody says how large a pixel is in any of the " + all
                                + " images, so lengths are in pixels, and none in mm."
                        : "Nobody says how large a pixel is in " + unknown + " of the " + all
                                + " images: lengths are in pixels there, and unknown in mm.");
    }

    private Bars bars() {
        return new Bars(
                "Objects by their side on the network's input",
                "root of the area in pixels of the input",
                DataFacts.bins(),
                survey.splits().stream()
                        .map(split -> new BarPlot.Series(split.name(), bins(split)))
                        .toList());
    }

    private static List<Integer> bins(SplitSurvey split) {
        List<Integer> bins =
                new ArrayList<>(Collections.nCopies(DataFacts.bins().size(), 0));
        for (SurveyedObject object : split.objects()) {
            int bin = object.sideOnInput() > 0 ? DataFacts.bin(object.sideOnInput()) : 0;
            bins.set(bin, bins.get(bin) + 1);
        }
        return bins;
    }

    private Shares shares() {
        SplitSurvey first = survey.splits().get(0);
        Map<String, List<Double>> values = new LinkedHashMap<>();
        for (ObjectGroup group : first.classes()) {
            values.put(
                    group.name(),
                    group.objects().stream().map(SurveyedObject::longestSide).toList());
        }
        return new Shares(
                "Objects of " + first.name() + " up to each size, by class",
                "The folded tables hold quantiles.",
                "longest side in pixels of the picture",
                values);
    }

    Section pictures() {
        return new Section(
                "pictures",
                "Pictures",
                spacingRemark().map(remark -> "Pixels are used where a spacing is unknown.").stream()
                        .toList(),
                tables().pictures());
    }

    static Section shown(String id, String title, List<String> words, List<PictureGroup> pictures) {
        return new Section(id, title, words, List.of(), List.of(), Optional.empty(), Optional.empty(), pictures);
    }

    Section problems() {
        Optional<TitledTable> table = tables().problems();
        return new Section(
                "problems",
                "Faults",
                table.isPresent() ? List.of() : List.of("Reading found nothing wrong."),
                table.stream().toList());
    }
}
