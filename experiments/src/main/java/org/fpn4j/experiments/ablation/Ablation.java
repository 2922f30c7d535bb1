package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.OverrideLayer;
import org.fpn4j.config.OwnSets;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunFolder;
import org.fpn4j.experiments.scoring.MetricByConvention;
import org.fpn4j.training.config.Threads;

/**
 * An ablation as it is written:
 *
 * <pre>
 * name: necks
 * base: ../models/tiny.yaml          # the experiment that every cell starts from, relative to this file
 * config: {training: {epochs: 20}}   # changes for all cells; optional
 * axes:
 *   neck:                            # labels, and what each changes anywhere in the config
 *     fpn: {neck: {type: fpn}}
 *     bifpn: {neck: {type: bifpn}, extra_levels: {type: none}}
 *   input.height: [256, 512]         # or a config path and its values
 * seeds: [0, 1, 2]
 * folds: 5                           # each variant with each seed on each fold of the training images; optional
 * workers: 1                         # cells that run at the same time, on each device where there are several
 * baseline: fpn, 256                 # what all others are compared with; optional, as all that follows
 * compare: ["bifpn, 256"]            # variants that are compared with it
 * decide_by: AP                      # the metric of the verdicts
 * margin: 0.01 AP                    # a difference that counts as none
 * looks: [3, 6]                      # numbers of seeds at which results are looked at
 * match: {what: macs}                # widths are set so that all variants have as many as the baseline
 * </pre>
 *
 * @param name of the ablation
 * @param axes in the order of the file
 * @param seeds of every variant
 * @param folds of the training images, on each of which a variant is trained with each seed; 0: none
 * @param workers cells that run at the same time, on each device where there are several
 * @param cells all of them, variants in the order of the axes, then folds, seeds innermost
 * @param comparing what is asked of the variants
 * @param matched sentences on what was set so that variants have equally much of something
 */
public record Ablation(
        String name,
        List<Axis> axes,
        List<Long> seeds,
        int folds,
        int workers,
        List<Cell> cells,
        Comparing comparing,
        List<String> matched) {
    private static final int MOST_CELLS = 10_000;
    private static final Set<String> OWN_SETS =
            Set.of("name", "seeds", "folds", "workers", "baseline", "compare", "decide_by", "margin", "looks", "match");

    public Ablation {
        axes = List.copyOf(axes);
        seeds = List.copyOf(seeds);
        cells = List.copyOf(cells);
        matched = List.copyOf(matched);
    }

    /**
     * Reads the file and every cell's experiment.
     *
     * @param sets {@code seeds}, {@code workers}, {@code name} and the keys of what is compared are the ablation's own;
     *     everything else goes on top of every cell's config
     * @throws UserInputException with everything that is wrong, in the file and in the cells
     */
    public static Ablation load(Path file, List<String> sets) {
        ConfigLoader loader = new ConfigLoader();
        OwnSets own = loader.ownSets(OWN_SETS, sets);
        AblationTree tree = new AblationTree(own.over(loader.loadTree(file)), AblationKey.keys());
        String stem = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        String name = tree.name(stem, file);
        List<Long> seeds = tree.integers("seeds", List.of(0L));
        int folds = tree.folds();
        int workers = tree.workers("workers", 1);
        List<Axis> axes = tree.axes();
        Optional<OverrideLayer> common =
                tree.block("config").map(block -> new OverrideLayer("config of " + file, block));
        Optional<Path> base = tree.path("base", file);
        boolean tooMany = refuseTooManyCells(file, tree, axes, seeds.size() * Math.max(1, folds));
        List<Map<String, String>> variants = tooMany ? List.of() : variants(axes);
        Comparing comparing = new ComparingTree(tree.root(), variants, tree.problems()).read(seeds.size());
        Optional<Match> match = MatchTree.read(tree.root(), variants, comparing.baseline(), tree.problems());
        tree.problems().throwIfAny();
        Map<Map<String, String>, List<OverrideLayer>> layers = layers(common, axes, variants);
        List<String> matched = new ArrayList<>();
        match.ifPresent(asked -> {
            String place = tree.root()
                    .get(AblationKey.MATCH.key())
                    .orElseThrow()
                    .origin()
                    .toString();
            Matching matching = new Matching(
                    asked, place, ofVariant -> Experiment.load(base.orElseThrow(), ofVariant, own.others()));
            matched.addAll(match(asked, matching, layers));
        });
        List<Cell> cells = cells(base.orElseThrow(), layers, Fold.all(tree.root(), folds), seeds, own.others());
        Threads.requireOne(
                cells.stream().map(cell -> cell.experiment().checked().threads()), workers);
        return new Ablation(name, axes, seeds, folds, workers, cells, comparing, matched);
    }

    /** An experiment of each variant, by its label as in tables. */
    public Map<String, Experiment> experiments() {
        Map<String, Experiment> experiments = new LinkedHashMap<>();
        cells.forEach(cell -> experiments.putIfAbsent(Comparing.label(cell.variant()), cell.experiment()));
        return experiments;
    }

    /** Every cell is read before the first one is trained; a slip of the pen must not take hours to be told. */
    private static boolean refuseTooManyCells(Path file, AblationTree tree, List<Axis> axes, int each) {
        double count = each;
        for (Axis axis : axes) {
            count *= axis.values().size();
        }
        if (count > MOST_CELLS) {
            tree.problems()
                    .add(
                            file.toString(),
                            String.format(
                                    Locale.ROOT,
                                    "ablation has %.0f cells; at most %d are possible",
                                    count,
                                    MOST_CELLS));
        }
        return count > MOST_CELLS;
    }

    /** What each variant changes, in the order of the variants. */
    private static Map<Map<String, String>, List<OverrideLayer>> layers(
            Optional<OverrideLayer> common, List<Axis> axes, List<Map<String, String>> variants) {
        Map<Map<String, String>, List<OverrideLayer>> layers = new LinkedHashMap<>();
        for (Map<String, String> variant : variants) {
            List<OverrideLayer> own = new ArrayList<>();
            common.ifPresent(own::add);
            for (Axis axis : axes) {
                own.add(axis.values().get(variant.get(axis.name())));
            }
            layers.put(variant, own);
        }
        return layers;
    }

    /** Gives variants as much as one of them has; tells what it set. */
    private static List<String> match(
            Match match, Matching matching, Map<Map<String, String>, List<OverrideLayer>> layers) {
        long target = matching.target(layers.get(match.of()));
        List<String> sentences = new ArrayList<>();
        Problems problems = new Problems();
        layers.forEach((variant, own) -> {
            if (variant.equals(match.of())) {
                return;
            }
            try {
                Matching.Matched matched = matching.of(Comparing.label(variant), own, target);
                own.add(matched.layer());
                sentences.add(matched.sentence());
            } catch (UserInputException e) {
                e.problems().forEach(problems::add);
            }
        });
        problems.throwIfAny();
        return sentences;
    }

    private static List<Cell> cells(
            Path base,
            Map<Map<String, String>, List<OverrideLayer>> layersOf,
            List<Fold> folds,
            List<Long> seeds,
            List<String> sets) {
        Set<Problem> problems = new LinkedHashSet<>();
        List<Cell> cells = new ArrayList<>();
        Map<JsonNode, Map<String, String>> seen = new LinkedHashMap<>();
        layersOf.forEach((variant, own) -> folds.forEach(fold -> seeds.forEach(seed -> {
            List<OverrideLayer> layers = new ArrayList<>(own);
            layers.addAll(fold.layers());
            layers.add(new OverrideLayer(
                    "seed of the ablation",
                    JsonNodeFactory.instance.objectNode().put("seed", seed)));
            try {
                Experiment experiment = Experiment.load(base, layers, sets);
                experiment.checked().requireTrainable();
                Map<String, String> twin = seen.putIfAbsent(experiment.loaded().tree(), variant);
                if (twin != null) {
                    problems.add(Problem.of(
                            base.toString(),
                            "variants" + twin + " and " + variant + " with seed[" + seed + "] have the same config",
                            "a --set may have overridden what an axis decides"));
                }
                cells.add(new Cell(variant, fold.index(), seed, experiment));
            } catch (UserInputException e) {
                problems.addAll(e.problems());
            }
        })));
        Problems all = new Problems();
        problems.forEach(all::add);
        all.throwIfAny();
        return cells;
    }

    /** Every combination of values, the first axis outermost. */
    private static List<Map<String, String>> variants(List<Axis> axes) {
        List<Map<String, String>> variants = new ArrayList<>(List.of(Map.of()));
        for (Axis axis : axes) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> variant : variants) {
                for (String label : axis.values().keySet()) {
                    Map<String, String> extended = new LinkedHashMap<>(variant);
                    extended.put(axis.name(), label);
                    longer.add(extended);
                }
            }
            variants = longer;
        }
        return variants;
    }

    /** All that there are, and the one that decides. */
    Metrics metrics() {
        return Metrics.found().with(comparing.decideBy().metric());
    }

    /** Those that are read of draws of the images, too. */
    List<MetricByConvention> drawnMetrics() {
        MetricByConvention decisive = comparing.decideBy();
        return metrics().in(Shown.TABLES).stream()
                .map(metric -> metric.name().equals(decisive.metric().name())
                        ? new MetricByConvention(metric, decisive.convention())
                        : MetricByConvention.usual(metric))
                .toList();
    }

    /** The variants in order. */
    List<Map<String, String>> variants() {
        return cells.stream().map(Cell::variant).distinct().toList();
    }

    /**
     * One variant with one seed, on one fold where there are folds.
     *
     * @param variant label by axis
     * @param fold from 0; empty without folds
     */
    public record Cell(Map<String, String> variant, OptionalInt fold, long seed, Experiment experiment) {
        public Cell {
            variant = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(variant));
        }

        /** {@code bifpn-512-1}, with folds {@code bifpn-512-fold3-1}. */
        String directoryName() {
            List<String> labels = new ArrayList<>(variant.values());
            fold.ifPresent(index -> labels.add("fold" + index));
            return RunFolder.name(labels, seed);
        }

        /** {@code bifpn, 512, seed 1}, with folds {@code bifpn, 512, fold 3, seed 1}. */
        String label() {
            List<String> labels = new ArrayList<>(variant.values());
            fold.ifPresent(index -> labels.add("fold " + index));
            labels.add("seed " + seed);
            return String.join(", ", labels);
        }
    }
}
