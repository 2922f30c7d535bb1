package org.fpn4j.experiments.levels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetChecks;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.report.LevelsReport;
import org.fpn4j.training.config.CheckedConfig;

/** Where the objects of a split land, what helps those that land nowhere, and all of it in words, JSON and a page. */
public final class LevelReport {
    private final Experiment experiment;
    private final Dataset dataset;
    private final Split split;
    private final LevelSurvey survey;
    private final List<Suggestion> suggestions;

    private LevelReport(
            Experiment experiment, Dataset dataset, Split split, LevelSurvey survey, List<Suggestion> suggestions) {
        this.experiment = experiment;
        this.dataset = dataset;
        this.split = split;
        this.survey = survey;
        this.suggestions = List.copyOf(suggestions);
    }

    /**
     * Looks at every object of a split, and tries changes of the config where some are not matched well.
     *
     * @param changed gives the config with further sets, or throws where they do not go together
     * @throws UserInputException where there is no data set, no such split or no object in it
     */
    public static LevelReport of(Experiment experiment, Split split, Function<List<String>, CheckedConfig> changed) {
        if (!experiment.namesData()) {
            throw new UserInputException(
                    experiment.checked().place("data.type"),
                    "config names no data set, so there are no objects to assign",
                    "data: in the file or --set data=... names one");
        }
        Dataset dataset = experiment.config().data().outline(split);
        DatasetChecks.requireObjects(dataset);
        experiment.checked().requireClasses(dataset.categories());
        AskedHead head = AskedHead.of(experiment.checked());
        LevelSurvey survey =
                LevelSurvey.of(head, dataset.images(), dataset.reference().spacings());
        List<Suggestion> suggestions =
                new Suggestions(head, experiment.loaded().tree(), changed, dataset.images(), survey).find();
        return new LevelReport(experiment, dataset, split, survey, suggestions);
    }

    /** A few lines for a log: what there is, and what was wrong. */
    public String dataSummary() {
        return dataset.summary();
    }

    /** All of it as JSON has it. */
    public Map<String, Object> json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("data", dataset.name());
        values.put("split", split.key());
        values.put("images", dataset.images().size());
        values.put("objects", survey.objects().size());
        values.put("head", head());
        values.put("sentence", sentence());
        values.putAll(new LevelJson(survey).values(dataset.classNames()));
        values.put("suggestions", suggestions.stream().map(LevelJson::of).toList());
        return values;
    }

    /** What matters, in a sentence or two. */
    String sentence() {
        return LevelSentence.of(survey, dataset.classNames());
    }

    private String head() {
        return experiment.loaded().tree().at("/head/type").asText();
    }

    private String setting() {
        TiledDataset tiled =
                TiledDataset.of(dataset, experiment.config().input().tiling());
        return dataset.name() + ": " + dataset.images().size() + " images" + tiled.told() + ", "
                + survey.objects().size() + " objects; input " + survey.input().height() + "x"
                + survey.input().width() + ", head " + head();
    }

    /** Tables of groups by what they have in common; those without objects are left out, but for classes. */
    private List<LevelsReport.Table> tables() {
        LevelTable table = new LevelTable(survey);
        List<LevelGroup> classes = new ArrayList<>(LevelGroup.classes(survey, dataset.classNames()));
        if (classes.size() > 1) {
            classes.add(new LevelGroup("all", survey.tally()));
        }
        List<LevelsReport.Table> tables = new ArrayList<>();
        add(tables, table, "class", classes);
        add(tables, table, "side, pixels", withObjects(LevelGroup.sizes(survey)));
        add(tables, table, "side, mm", withObjects(LevelGroup.millimetres(survey)));
        add(tables, table, "COCO size", withObjects(LevelGroup.cocoSizes(survey)));
        return tables;
    }

    private static List<LevelGroup> withObjects(List<LevelGroup> groups) {
        return groups.stream().filter(group -> !group.isEmpty()).toList();
    }

    private static void add(List<LevelsReport.Table> tables, LevelTable table, String what, List<LevelGroup> groups) {
        if (!groups.isEmpty()) {
            List<List<String>> rows = new ArrayList<>(List.of(table.header(what)));
            groups.forEach(group -> rows.add(table.row(group)));
            tables.add(new LevelsReport.Table(rows, table.numbers()));
        }
    }

    /** For a terminal; ends with a line break. */
    public String text() {
        return new LevelText(report("")).text();
    }

    /**
     * For a page.
     *
     * @param command as it was typed
     */
    public LevelsReport report(String command) {
        return new LevelsReport(
                experiment.name(),
                command,
                sentence(),
                setting(),
                dataset.summary(),
                tables(),
                new LevelTable(survey).legend(),
                survey.pyramid().names(),
                LevelGroup.sizes(survey).stream()
                        .filter(group -> !group.isEmpty())
                        .map(LevelReport::shares)
                        .toList(),
                UnmatchedRows.of(survey, dataset.classNames()),
                suggestions.stream().map(Suggestion::sentence).toList());
    }

    private static LevelsReport.Shares shares(LevelGroup group) {
        LevelTally tally = group.tally();
        return new LevelsReport.Shares(
                group.name(),
                tally.objectsAt().stream()
                        .map(objects -> 100 * tally.share(objects).orElse(0))
                        .toList());
    }
}
