package org.fpn4j.heads.roi;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.decoding.Candidates;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.region.Regions;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.box.Overlap;
import org.fpn4j.heads.loss.ObjectTable;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.rpn.SamplingConfig;

/**
 * Regions that the second stage learns from, and their targets. Inputs: proposals {@code [N, P, 5]}, objects {@code [N, M, 6]}
 * ({@link ObjectTable}), random numbers {@code [N, P + M]} and the images' shares {@code [N]} ({@link org.fpn4j.core.head.Losses#SHARES}); output {@code [N, count,
 * 12]}, the columns named here. For each image,
 *
 * <ol>
 *   <li>the proposals are candidates, and after them the objects' own boxes where {@code withObjects};
 *   <li>the matcher says which are positives, and of which object;
 *   <li>of positives and negatives so many as are sampled are those with the smallest random numbers;
 *   <li>they stand in the order of the candidates. Rows that remain repeat them and weigh nothing; where there is no candidate
 *       they are a region without area.
 * </ol>
 *
 * <p>A row's weight is that of a mean over the sampled rows of all images that count, times their share; in classification also times the weight of the row's object.
 *
 * @param sampling how many rows, and how many of them positives
 * @param matcher of regions and objects
 * @param coder of the targets
 * @param withObjects whether the objects are candidates
 */
public record RegionTargets(SamplingConfig sampling, MatcherConfig matcher, DeltaCoder coder, boolean withObjects)
        implements Operation.Decision {
    /** Class of the region: 0 for the background, {@code k + 1} for class k, -1 for a row that repeats another. */
    public static final int CLASS = 4;

    /** Four deltas from the region to its object. */
    public static final int DELTAS = 5;

    /** Weight of the row's class. */
    public static final int WEIGHT = 9;

    /** Weight of the row's box: 0 unless it has an object. */
    public static final int BOX_WEIGHT = 10;

    /** Index of the region's object, -1 for none. */
    public static final int OBJECT = 11;

    /** Columns of a row. */
    public static final int COLUMNS = 12;

    @Override
    public Shape infer(List<Shape> inputs) {
        if (inputs.size() != 4 || inputs.get(0).rank() != 3 || inputs.get(1).rank() != 3) {
            throw new IllegalArgumentException("region targets: inputs do not fit, got " + inputs);
        }
        int batch = inputs.get(0).dim(0);
        int proposals = inputs.get(0).dim(1);
        int objects = inputs.get(1).dim(1);
        List<Shape> expected = List.of(
                Shape.of(batch, proposals, Regions.PROPOSAL),
                Shape.of(batch, objects, ObjectTable.COLUMNS),
                Shape.of(batch, proposals + objects),
                Shape.of(batch));
        if (!inputs.equals(expected)) {
            throw new IllegalArgumentException("region targets: expected " + expected + ", got " + inputs);
        }
        return Shape.of(batch, sampling.count(), COLUMNS);
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        int batch = shapes.get(0).dim(0);
        int proposals = shapes.get(0).dim(1);
        int objects = shapes.get(1).dim(1);
        int[] sampled = new int[batch];
        int total = 0;
        for (int image = 0; image < batch; image++) {
            Candidate[] drawn =
                    sample(candidates(inputs, image, proposals, objects), image, proposals + objects, inputs.get(2));
            sampled[image] = drawn.length;
            total += inputs.get(3)[image] > 0 ? drawn.length : 0;
            write(drawn, output, image * sampling.count() * COLUMNS);
        }
        for (int image = 0; image < batch; image++) {
            float weight = total == 0 ? 0 : inputs.get(3)[image] / total;
            for (int row = 0; row < sampling.count(); row++) {
                int at = (image * sampling.count() + row) * COLUMNS;
                boolean counts = row < sampled[image];
                output[at + WEIGHT] *= counts ? weight : 0;
                output[at + BOX_WEIGHT] = counts && output[at + CLASS] > 0 ? weight : 0;
            }
        }
    }

    /** A region: its place among proposals and objects, its object (or what the matcher says) and its row. */
    private record Candidate(int place, int match, float[] row) {}

    private List<Candidate> candidates(List<float[]> inputs, int image, int proposals, int objects) {
        float[] table = inputs.get(1);
        List<Integer> places = new ArrayList<>();
        List<float[]> regions = new ArrayList<>();
        for (int i = 0; i < proposals; i++) {
            int at = (image * proposals + i) * Regions.PROPOSAL;
            if (inputs.get(0)[at + 4] >= 0) {
                places.add(i);
                regions.add(corners(inputs.get(0), at));
            }
        }
        ObjectTable shown = ObjectTable.read(table, image, objects);
        for (int i = 0; withObjects && i < objects; i++) {
            int at = (image * objects + i) * ObjectTable.COLUMNS;
            if (ObjectTable.isObject(table, at)) {
                places.add(proposals + i);
                regions.add(corners(table, at));
            }
        }
        return matched(places, regions, shown);
    }

    private List<Candidate> matched(List<Integer> places, List<float[]> regions, ObjectTable objects) {
        float[] all = new float[4 * regions.size()];
        for (int i = 0; i < regions.size(); i++) {
            System.arraycopy(regions.get(i), 0, all, 4 * i, 4);
        }
        int[] matches = matcher.match(all, objects.boxes());
        float[] deltas = all.clone();
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < matches.length; i++) {
            int match = matches[i];
            if (match == MatcherConfig.BACKGROUND && isIgnored(all, 4 * i, objects.ignored())) {
                match = MatcherConfig.IGNORED;
            }
            float[] row = new float[COLUMNS];
            System.arraycopy(all, 4 * i, row, 0, 4);
            row[OBJECT] = Math.max(match, -1);
            row[WEIGHT] = 1;
            if (match >= 0) {
                row[CLASS] = objects.labels().get(match) + 1f;
                row[WEIGHT] = objects.weights().get(match);
                TargetRows.write(objects.boxes().get(match), deltas, 4 * i);
                coder.encode(all, deltas, deltas, i);
                System.arraycopy(deltas, 4 * i, row, DELTAS, 4);
            }
            candidates.add(new Candidate(places.get(i), match, row));
        }
        return candidates;
    }

    private static boolean isIgnored(float[] regions, int at, List<Box> ignored) {
        return ignored.stream().anyMatch(region -> Overlap.belongsTo(regions, at, region));
    }

    private static float[] corners(float[] table, int at) {
        return new float[] {table[at], table[at + 1], table[at + 2], table[at + 3]};
    }

    private Candidate[] sample(List<Candidate> candidates, int image, int places, float[] random) {
        Candidates positives = new Candidates();
        Candidates negatives = new Candidates();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            float number = random[image * places + candidate.place()];
            if (candidate.match() >= 0) {
                positives.add(-number, i);
            } else if (candidate.match() == MatcherConfig.BACKGROUND) {
                negatives.add(-number, i);
            }
        }
        int drawnPositives = sampling.positives(positives.size());
        int drawnNegatives = sampling.negatives(negatives.size(), drawnPositives);
        boolean[] drawn = new boolean[candidates.size()];
        for (long key : positives.best(drawnPositives)) {
            drawn[Candidates.index(key)] = true;
        }
        for (long key : negatives.best(drawnNegatives)) {
            drawn[Candidates.index(key)] = true;
        }
        List<Candidate> sampled = new ArrayList<>();
        for (int i = 0; i < drawn.length; i++) {
            if (drawn[i]) {
                sampled.add(candidates.get(i));
            }
        }
        return sampled.toArray(new Candidate[0]);
    }

    private void write(Candidate[] sampled, float[] output, int offset) {
        for (int row = 0; row < sampling.count(); row++) {
            int at = offset + row * COLUMNS;
            float[] values = sampled.length == 0 ? new float[COLUMNS] : sampled[row % sampled.length].row();
            System.arraycopy(values, 0, output, at, COLUMNS);
            if (row >= sampled.length) {
                output[at + CLASS] = -1;
                output[at + OBJECT] = -1;
            }
        }
    }
}
