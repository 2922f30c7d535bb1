package org.fpn4j.experiments.explanation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetChecks;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.report.ExplanationReport;
import org.fpn4j.training.config.ExperimentConfig;

/** What is inside a trained detector, of one run or of several that differ in the seed alone, in words, JSON and a page. */
public final class Explanation {
    private final Experiment experiment;
    private final Dataset validation;
    private final FieldSection fields;
    private final FusionSection fusion;
    private final KnockOutSection levels;
    private final PathSection paths;
    private final List<Long> seeds;

    private Explanation(
            Experiment experiment,
            Dataset validation,
            FieldSection fields,
            List<RunFindings> findings,
            PathTable table) {
        this.experiment = experiment;
        this.validation = validation;
        this.fields = fields;
        this.fusion = new FusionSection(findings, table);
        this.levels = new KnockOutSection(findings, table.levels());
        this.paths = new PathSection(findings, table);
        this.seeds = findings.stream().map(RunFindings::seed).toList();
    }

    /**
     * Refuses runs that cannot be explained together.
     *
     * @throws UserInputException naming those that differ from the first in more than the seed, or have another's seed
     */
    public static void requireOneVariant(List<ExplainedRun> runs) {
        Problems problems = new Problems();
        Map<Long, ExplainedRun> bySeed = new LinkedHashMap<>();
        ExplainedRun first = runs.get(0);
        for (ExplainedRun run : runs) {
            String path = run.directory().path().toString();
            if (!withoutSeed(run).equals(withoutSeed(first))) {
                problems.add(
                        path,
                        "differs from " + first.directory().path()
                                + " in more than the seed, so the two are not one variant",
                        "./fpn runs --why " + first.directory().path() + " " + path + " says in what");
            } else if (bySeed.putIfAbsent(run.seed(), run) != null) {
                problems.add(path, "is the second run with seed[" + run.seed() + "]; each seed counts once");
            }
        }
        problems.throwIfAny();
    }

    private static JsonNode withoutSeed(ExplainedRun run) {
        ObjectNode tree = run.experiment().loaded().decisiveTree().deepCopy();
        tree.remove("seed");
        return tree;
    }

    /**
     * Measures.
     *
     * @param runs of one variant
     * @param train the split that gradients are measured on, and whose objects are told
     * @param validation the split that fields are measured on and levels are scored on
     * @param log hears how it goes on
     * @throws UserInputException where a split holds nothing to measure
     */
    public static Explanation of(List<ExplainedRun> runs, Dataset train, Dataset validation, Consumer<String> log) {
        requireOneVariant(runs);
        DatasetChecks.requireObjects(train);
        DatasetChecks.requireObjects(validation);
        Experiment experiment = runs.get(0).experiment();
        ExperimentConfig config = experiment.config();
        PathTable table = PathTable.of(
                experiment.detector(), config.input().height(), config.input().width());
        Measuring measuring = new Measuring(
                train,
                validation,
                table,
                PictureCache.ofMegabytes(config.training().cacheMegabytes()),
                log);
        List<RunFindings> findings = runs.stream().map(measuring::of).toList();
        String noun = config.input().tiling().isUsed() ? "tiles of validation images" : "validation images";
        FieldSection fields = new FieldSection(findings, sides(config, train), measuring.images(config), noun);
        return new Explanation(experiment, validation, fields, findings, table);
    }

    /** Square roots of areas in pixels of the input, ascending; what each tile shows of an object counts. */
    private static double[] sides(ExperimentConfig config, Dataset train) {
        SampleTransform transform = config.input().plainTransform();
        return TiledDataset.of(train, config.input().tiling()).seen().images().stream()
                .flatMap(image -> transform.outline(image).objects().boxes().stream())
                .mapToDouble(Box::area)
                .map(Math::sqrt)
                .sorted()
                .toArray();
    }

    private List<String> findings() {
        List<String> findings = new ArrayList<>();
        findings.add(fields.sentence());
        levels.sentence().ifPresent(findings::add);
        findings.addAll(fusion.sentences());
        paths.sentence().ifPresent(findings::add);
        return findings;
    }

    private String setting() {
        return (seeds.size() == 1 ? "seed " : seeds.size() + " seeds: ")
                + seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")) + "; " + validation.name()
                + ": "
                + validation.images().size() + " images; input "
                + experiment.config().input().height() + "x"
                + experiment.config().input().width();
    }

    /**
     * For a page.
     *
     * @param command as it was typed
     */
    public ExplanationReport report(String command) {
        List<String> notes = new ArrayList<>();
        if (fields.reachesEverywhere()) {
            notes.add(
                    "* A group norm stands on the way, whose statistics are of the whole map, so that every pixel moves every"
                            + " cell a little; the theoretical side is that of the windows alone.");
        }
        if (seeds.size() == 1) {
            notes.add("One run: another seed may show something else. Several runs that differ in the seed alone are"
                    + " explained together.");
        }
        return new ExplanationReport(
                experiment.name(),
                command,
                setting(),
                findings(),
                List.of(fields.section(), levels.section(), fusion.section(), paths.section()),
                notes,
                validation.summary());
    }

    /** All numbers. */
    public Map<String, Object> json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", experiment.name());
        values.put("seeds", seeds);
        values.put("findings", findings());
        values.put("objects", fields.objects());
        values.put("field_images", fields.images());
        values.put("fields", fields.json());
        values.put("all_levels", levels.whole());
        values.put("without_level", levels.json());
        values.put("fusion", fusion.json());
        values.put("paths", paths.json());
        return values;
    }

    /** For a terminal; ends with a line break. */
    public String text() {
        return ExplanationText.of(report(""));
    }
}
