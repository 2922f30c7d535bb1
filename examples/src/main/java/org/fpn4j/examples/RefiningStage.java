package org.fpn4j.examples;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Candidates;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.decoding.Logits;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Loss;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.head.ProposalStage;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.loss.NormalizerConfig;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.match.IouMatcher;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.point.LevelGrid;
import org.fpn4j.heads.point.LevelPoints;

/**
 * The refining head's second stage. It is fed a map for each level that is 1 where a cell was proposed, and learns class and
 * box of the proposals: those that overlap an object by 0.4 have its class, the others are background. Cells that nobody
 * proposed have no weight.
 */
final class RefiningStage implements ProposalStage {
    static final DeltaCoder CODER = new DeltaCoder(10, 5, Math.log(1000.0 / 16));
    private static final IouMatcher MATCHER = new IouMatcher(0.4, 0.4, false);

    private final RefiningHead.Config config;
    private final Map<String, LevelGrid> grids = new LinkedHashMap<>(); // by input
    private final LevelPoints points;
    private final Loss classification;
    private final Loss refinement;

    RefiningStage(RefiningHead.Config config, List<String> levels, List<LevelGrid> grids, LevelPoints points) {
        this.config = config;
        this.points = points;
        for (int i = 0; i < grids.size(); i++) {
            this.grids.put(input(levels.get(i)), grids.get(i));
        }
        Shape perCell = Shape.of(points.size());
        this.classification = new Loss(
                "refined_classes",
                new Operation.FocalLoss(0.25, 2),
                Loss.Prediction.output(Decoding.CLASS_LOGITS),
                perCell,
                perCell,
                1);
        this.refinement = new Loss(
                "refined_boxes",
                new Operation.SmoothL1Loss(1.0 / 9),
                Loss.Prediction.output(Decoding.BOX_DELTAS),
                Shape.of(points.size(), 4),
                perCell,
                1);
    }

    /** The input that says which cells of a level were proposed. */
    static String input(String level) {
        return "proposed_" + level;
    }

    @Override
    public String name() {
        return "refine";
    }

    @Override
    public List<String> reads() {
        return List.of(RefiningHead.OBJECTNESS, RefiningHead.DISTANCES);
    }

    @Override
    public Map<String, Shape> inputs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        grids.forEach((name, grid) -> inputs.put(name, Shape.of(1, grid.height(), grid.width())));
        return inputs;
    }

    @Override
    public Losses losses() {
        return new Losses(List.of(classification, refinement), new NormalizerConfig(NormalizerConfig.Kind.BATCH));
    }

    @Override
    public Map<String, float[]> propose(RawOutputs outputs) {
        return maps(proposals(outputs));
    }

    @Override
    public Proposed propose(RawOutputs outputs, Scene scene) {
        int[] proposals = proposals(outputs);
        return new Proposed(maps(proposals), targets(proposals, outputs, scene));
    }

    /** The cells that are most probably objects, in ascending order. */
    private int[] proposals(RawOutputs outputs) {
        float[] logits = outputs.get(RefiningHead.OBJECTNESS).toArray();
        Candidates candidates = new Candidates();
        for (int cell = 0; cell < logits.length; cell++) {
            float score = Logits.sigmoid(logits[cell]);
            if (score > config.leastScore()) {
                candidates.add(score, cell);
            }
        }
        return Arrays.stream(candidates.best(config.proposals()))
                .mapToInt(Candidates::index)
                .sorted()
                .toArray();
    }

    private Map<String, float[]> maps(int[] proposals) {
        Map<String, float[]> maps = new LinkedHashMap<>();
        grids.forEach((name, grid) -> {
            float[] map = new float[grid.cells()];
            for (int cell : proposals) {
                if (cell >= grid.first() && cell < grid.first() + grid.cells()) {
                    map[cell - grid.first()] = 1;
                }
            }
            maps.put(name, map);
        });
        return maps;
    }

    private ImageTargets targets(int[] proposals, RawOutputs outputs, Scene scene) {
        float[] all = points.boxes().decode(outputs.get(RefiningHead.DISTANCES).toArray());
        float[] boxes = new float[4 * proposals.length];
        for (int i = 0; i < proposals.length; i++) {
            System.arraycopy(all, 4 * proposals[i], boxes, 4 * i, 4);
        }
        int[] matches = MATCHER.match(boxes, scene.objects().boxes());
        float[] labels = new float[points.size()];
        float[] proposed = new float[points.size()];
        float[] deltas = new float[4 * points.size()];
        float[] positive = new float[points.size()];
        Arrays.fill(labels, MatcherConfig.IGNORED);
        int positives = 0;
        for (int i = 0; i < proposals.length; i++) {
            int cell = proposals[i];
            proposed[cell] = 1;
            labels[cell] =
                    matches[i] < 0 ? matches[i] : scene.objects().labels().get(matches[i]);
            if (matches[i] >= 0) {
                positives++;
                positive[cell] = 1;
                TargetRows.write(scene.objects().boxes().get(matches[i]), deltas, 4 * cell);
                CODER.encode(all, deltas, deltas, cell);
            }
        }
        return new ImageTargets(
                Map.of(
                        classification.name(), new ImageTargets.Row(labels, proposed),
                        refinement.name(), new ImageTargets.Row(deltas, positive)),
                positives);
    }

    /** Class logits {@code [L, K]} in which cells that were not proposed have no chance. */
    float[] logitsOfProposals(RawOutputs outputs) {
        float[] logits = outputs.get(Decoding.CLASS_LOGITS).toArray();
        grids.forEach((name, grid) -> {
            float[] map = outputs.get(name).toArray();
            for (int i = 0; i < map.length; i++) {
                if (map[i] == 0) {
                    int row = (grid.first() + i) * config.numClasses();
                    Arrays.fill(logits, row, row + config.numClasses(), Float.NEGATIVE_INFINITY);
                }
            }
        });
        return logits;
    }
}
