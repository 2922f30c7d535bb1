package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.family.FoundMetric;
import org.fpn4j.evaluation.family.MetricFamilies;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.evaluation.statistics.Question;
import org.fpn4j.experiments.comparison.ComparedFiles;
import org.fpn4j.experiments.comparison.ComparedRuns;
import org.fpn4j.experiments.comparison.Judging;
import org.fpn4j.experiments.comparison.ScoredRun;
import org.fpn4j.experiments.report.ComparisonFiles;
import org.fpn4j.experiments.report.Verdicts;
import org.fpn4j.experiments.scoring.KnownMetrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn compare}. */
@Command(
        name = "compare",
        description =
                "Whether detectors differ by more than seeds and images explain: of runs, or of anybody's detections.")
final class CompareCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN",
            arity = "0..*",
            description = "Directories of runs, or of ablations. Runs that differ in the seed alone are one variant.")
    private List<Path> runs = new ArrayList<>();

    @Option(names = "--gt", paramLabel = "GT.json", description = "COCO annotations: compares files of detections.")
    private Path groundTruth;

    @Option(
            names = "--baseline",
            paramLabel = "NAME",
            description =
                    "The variant that others are compared with; the first if not given. With --gt its files, one a"
                            + " seed: A0.json,A1.json.")
    private String baseline;

    @Option(
            names = "--other",
            paramLabel = "FILES",
            description =
                    "With --gt: files of another detector, one a seed, in the order of the baseline's. Repeatable.")
    private List<String> others = new ArrayList<>();

    @Option(names = "--metric", paramLabel = "NAME", description = "The metric of the verdicts; default AP.")
    private String metric;

    @Option(
            names = "--margin",
            paramLabel = "DIFFERENCE",
            description = "A difference of the metric that counts as none; without it nothing is equivalent.")
    private Double margin;

    @Mixin
    private ScoringOptions scoring;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        Optional<FoundMetric> asked = asked();
        Metrics metrics = asked.map(scoring::metricsWith).orElseGet(scoring::metrics);
        Metric decisive = asked.map(
                        found -> metrics.named(found.metric().name()).orElseThrow())
                .orElse(Metrics.DECISIVE);
        requireMargin(decisive);
        Verdicts verdicts = groundTruth == null ? ofRuns(metrics, decisive) : ofFiles(metrics, decisive);
        json.write(ComparisonFiles.json(verdicts));
        json.print(verdicts.text().stripTrailing());
        return 0;
    }

    private Verdicts ofRuns(Metrics metrics, Metric decisive) {
        if (runs.isEmpty() || !others.isEmpty()) {
            throw new UserInputException(
                    "compare",
                    runs.isEmpty() ? "names no run" : "has --other without --gt",
                    "expected directories of runs, or --gt GT.json --baseline A.json --other B.json");
        }
        if (!scoring.hasUsualParameters()) {
            throw new UserInputException(
                    "compare",
                    "has --max-detections or --class-agnostic without --gt",
                    "runs are scored with COCO's own parameters when they end");
        }
        ComparedRuns compared = ComparedRuns.read(
                runs, metrics, scoring.byConvention(metrics.in(Shown.TABLES)), Console.log()::println);
        List<String> variants =
                compared.runs().stream().map(ScoredRun::variant).distinct().toList();
        requireTwo(variants);
        if (baseline != null && !variants.contains(baseline)) {
            throw new UserInputException(
                    "--baseline " + baseline,
                    "baseline[" + baseline + "] is none of the variants",
                    "variants: " + String.join(", ", variants));
        }
        return judged(
                metrics, decisive, compared.runs(), baseline == null ? variants.get(0) : baseline, compared.remarks());
    }

    private static void requireTwo(List<String> variants) {
        if (variants.size() < 2) {
            throw new UserInputException(
                    "compare",
                    variants.isEmpty()
                            ? "finds no finished run"
                            : "finds runs of one variant alone, [" + variants.get(0) + "]",
                    "a comparison takes two");
        }
    }

    private Verdicts ofFiles(Metrics metrics, Metric decisive) {
        if (!runs.isEmpty() || baseline == null || others.isEmpty()) {
            throw new UserInputException(
                    "compare --gt",
                    runs.isEmpty() ? "needs --baseline and --other" : "takes no runs",
                    "expected --gt GT.json --baseline A.json --other B.json");
        }
        Map<String, List<Path>> files = new LinkedHashMap<>();
        List<String> all = new ArrayList<>(List.of(baseline));
        all.addAll(others);
        for (String list : all) {
            List<Path> ofSeeds = new ArrayList<>();
            for (String file : list.split(",", -1)) {
                ofSeeds.add(Path.of(file.strip()));
            }
            files.put(name(ofSeeds, files.keySet()), ofSeeds);
        }
        Set<Integer> counts = files.values().stream().map(List::size).collect(Collectors.toCollection(TreeSet::new));
        if (counts.size() > 1) {
            throw new UserInputException(
                    "compare --gt",
                    "has different numbers of files" + counts,
                    "a file for each seed, of all in the same order");
        }
        List<ScoredRun> scored = ComparedFiles.read(groundTruth, files, scoring.parameters(), metrics);
        return judged(metrics, decisive, scored, files.keySet().iterator().next(), List.of());
    }

    /** What the names of its files begin with, or the first file's path where another has that name. */
    private static String name(List<Path> files, Set<String> taken) {
        String name = files.stream()
                .map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
                .reduce(CompareCommand::beginning)
                .orElseThrow();
        return name.isEmpty() || taken.contains(name) ? files.get(0).toString() : name;
    }

    private static String beginning(String one, String other) {
        int same = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return one.substring(0, same).replaceFirst("[-_. ]+$", "");
    }

    private Verdicts judged(
            Metrics metrics, Metric decisive, List<ScoredRun> scored, String first, List<String> remarks) {
        List<String> compared = scored.stream()
                .map(ScoredRun::variant)
                .distinct()
                .filter(variant -> !variant.equals(first))
                .toList();
        Question question = new Question(
                first, compared, margin == null ? OptionalDouble.empty() : OptionalDouble.of(margin), Optional.empty());
        Judging judging = new Judging(question, scored);
        Set<String> different = judging.scoredOnOthers();
        if (!different.isEmpty()) {
            throw new UserInputException(
                    "compare",
                    "variants" + different + " were scored on other images or objects than baseline[" + first + "]",
                    "only scores on the same validation set can be compared");
        }
        List<String> all = new ArrayList<>(remarks);
        scoring.byConvention(List.of(decisive)).get(0).remark().ifPresent(all::add);
        all.addAll(unpaired(first, compared, scored));
        Set<Long> seeds = scored.stream().map(ScoredRun::seed).collect(Collectors.toSet());
        return judging.verdicts(metrics, decisive, seeds.size(), all);
    }

    /** Sentences on seeds that a variant has and the baseline lacks, or the other way round. */
    private static List<String> unpaired(String first, List<String> compared, List<ScoredRun> scored) {
        List<String> sentences = new ArrayList<>();
        Set<Long> own = seeds(first, scored);
        for (String variant : compared) {
            Set<Long> theirs = seeds(variant, scored);
            if (theirs.stream().noneMatch(own::contains)) {
                throw new UserInputException(
                        "compare",
                        "variant[" + variant + "] has seeds" + theirs + " and baseline[" + first + "] " + own
                                + ", none of them in common",
                        "differences are paired by seed");
            }
            Set<Long> alone = new TreeSet<>(own);
            alone.addAll(theirs);
            alone.removeIf(seed -> own.contains(seed) && theirs.contains(seed));
            if (!alone.isEmpty()) {
                sentences.add("Seeds" + alone + " are of " + variant + " or " + first
                        + " alone and are left out of their comparison.");
            }
        }
        return sentences;
    }

    private static Set<Long> seeds(String variant, List<ScoredRun> scored) {
        return scored.stream()
                .filter(run -> run.variant().equals(variant))
                .map(ScoredRun::seed)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The metric that is named; empty where none is. */
    private Optional<FoundMetric> asked() {
        if (metric == null) {
            return Optional.empty();
        }
        MetricFamilies families = scoring.families();
        return Optional.of(families.metric(metric, scoring.parameters())
                .orElseThrow(() -> new UserInputException(
                        "--metric " + metric,
                        "metric[" + metric + "] is not known",
                        KnownMetrics.hint(metric, families, scoring.parameters()))));
    }

    private void requireMargin(Metric decisive) {
        if (margin != null && !(margin > 0 && margin <= decisive.largest())) {
            throw new UserInputException(
                    "--margin " + margin,
                    "margin[" + margin + "] must be above 0 and at most the largest value of " + decisive.name());
        }
    }
}
