package org.fpn4j.core.merging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Boxes of several voters, models or readers, fused where they mean the same object (Solovyev, Wang, Gabruseva: Weighted boxes
 * fusion, Image and Vision Computing 107, 2021, section 3; arXiv:1910.13302v3). Boxes come in the order of their weighted score,
 * the surest first. Each joins the cluster of its class whose fused box it overlaps most, if by more than the threshold, or
 * founds one. A fused box is the mean of its boxes, weighted by score and voter, and is made anew after each.
 *
 * <p>Unlike in the paper, a cluster's score is the weighted mean of its boxes' scores times the share that the voters in it have of
 * all weights (the authors' {@code box_and_model_avg}): a voter with two boxes in a cluster does not count twice, and no score passes 1.
 * Where voters have one box in a cluster each, it is the paper's.
 *
 * @param overlap intersection over union above which two boxes are one object
 * @param leastScore boxes below it are left out, as are those without area
 */
public record WeightedBoxesFusion(double overlap, double leastScore) {
    /** Bounds must lie in [0, 1]. */
    public WeightedBoxesFusion {
        if (!(overlap >= 0 && overlap <= 1) || !(leastScore >= 0 && leastScore <= 1)) {
            throw new IllegalArgumentException(
                    "overlap[" + overlap + "] and leastScore[" + leastScore + "] must lie in [0, 1]");
        }
    }

    private record Vote(int voter, double weight, ScoredBox box) {
        double weighted() {
            return weight * box.score();
        }
    }

    /** The fused boxes of voters that all have the same weight. */
    public List<FusedBox> fuse(List<List<ScoredBox>> voters) {
        return fuse(voters, Collections.nCopies(voters.size(), 1.0));
    }

    /**
     * The fused boxes of one image, highest score first.
     *
     * @param voters boxes of each; one without any counts as having looked
     * @param weights of each voter, 0 for one that is as if it were not there; their scale does not matter
     * @throws IllegalArgumentException unless there is a weight for each, none negative
     */
    public List<FusedBox> fuse(List<List<ScoredBox>> voters, List<Double> weights) {
        if (weights.size() != voters.size() || !weights.stream().allMatch(weight -> weight >= 0)) {
            throw new IllegalArgumentException(
                    "weights" + weights + " must be one for each of voters[" + voters.size() + "], none negative");
        }
        List<Vote> votes = new ArrayList<>();
        for (int voter = 0; voter < voters.size(); voter++) {
            for (ScoredBox box : voters.get(voter)) {
                if (weights.get(voter) > 0 && box.score() >= leastScore && box.area() > 0) {
                    votes.add(new Vote(voter, weights.get(voter), box));
                }
            }
        }
        votes.sort(Comparator.comparingDouble(Vote::weighted).reversed());
        List<Cluster> clusters = new ArrayList<>();
        for (Vote vote : votes) {
            nearest(clusters, vote.box()).add(vote);
        }
        double all = weights.stream().mapToDouble(weight -> weight).sum();
        return clusters.stream()
                .map(cluster -> cluster.fused(all))
                .sorted(Comparator.comparingDouble(
                                (FusedBox fused) -> fused.box().score())
                        .reversed())
                .toList();
    }

    private Cluster nearest(List<Cluster> clusters, ScoredBox box) {
        Cluster best = null;
        double most = overlap;
        for (Cluster cluster : clusters) {
            double shared = cluster.label() == box.label() ? box.iou(cluster.mean()) : 0;
            if (shared > most) {
                most = shared;
                best = cluster;
            }
        }
        if (best == null) {
            best = new Cluster();
            clusters.add(best);
        }
        return best;
    }

    private static final class Cluster {
        private final List<Vote> votes = new ArrayList<>();
        private ScoredBox mean;

        int label() {
            return mean.label();
        }

        ScoredBox mean() {
            return mean;
        }

        void add(Vote vote) {
            votes.add(vote);
            double[] corners = new double[4];
            double sum = 0;
            double weights = 0;
            for (Vote one : votes) {
                // scores of 0 leave the weights of the voters
                double weight = votes.get(0).weighted() > 0 ? one.weighted() : one.weight();
                corners[0] += weight * one.box().x1();
                corners[1] += weight * one.box().y1();
                corners[2] += weight * one.box().x2();
                corners[3] += weight * one.box().y2();
                sum += weight;
                weights += one.weight();
            }
            double score = votes.stream().mapToDouble(Vote::weighted).sum() / weights;
            mean = new ScoredBox(
                    vote.box().label(), score, corners[0] / sum, corners[1] / sum, corners[2] / sum, corners[3] / sum);
        }

        FusedBox fused(double all) {
            Map<Integer, Double> voters = new TreeMap<>();
            votes.forEach(vote -> voters.put(vote.voter(), vote.weight()));
            double share =
                    voters.values().stream().mapToDouble(weight -> weight).sum() / all;
            ScoredBox box = new ScoredBox(
                    mean.label(), Math.min(1, mean.score() * share), mean.x1(), mean.y1(), mean.x2(), mean.y2());
            return new FusedBox(box, votes.size(), voters.size());
        }
    }
}
