package org.fpn4j.evaluation.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.CocoFamily;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.statistics.Contrast;
import org.fpn4j.evaluation.statistics.Differences;
import org.fpn4j.evaluation.statistics.Interval;
import org.fpn4j.evaluation.statistics.Scored;
import org.junit.jupiter.api.Test;

/**
 * From boxes to intervals in worlds in which two detectors are equally good: a detection of each object, the better placed the easier
 * the object, its image and the seed are, with what the image adds for each detector, and boxes where nothing is. The truth is a
 * difference of 0.
 */
class DetectionWorldsTest {
    private static final int WORLDS = 200;
    private static final int IMAGES = 100;
    private static final int SEEDS = 3;
    private static final int DRAWS = 100;
    private static final double SIDE = 100;

    @Test
    void intervalsHoldWhatIsTrue() {
        int covered = 0;
        for (int world = 0; world < WORLDS; world++) {
            Interval interval = new World(new Random(1000L + world)).interval();
            covered += interval.low() <= 0 && interval.high() >= 0 ? 1 : 0;
        }

        assertThat((double) covered / WORLDS).isBetween(0.90, 1.0); // three standard errors of 200 worlds around 95 %
    }

    /** Images that all detectors see. */
    private static final class World {
        private final Random random;
        private final List<double[]> objects = new ArrayList<>(); // image, place, difficulty
        private final int[] elsewhere = new int[IMAGES];
        private final double[] ofImage = new double[IMAGES];
        private final CocoGroundTruth truth;

        World(Random random) {
            this.random = random;
            TreeMap<Long, String> categories = new TreeMap<>();
            categories.put(1L, "lesion");
            TreeSet<Long> images = new TreeSet<>();
            List<CocoObject> all = new ArrayList<>();
            for (int image = 0; image < IMAGES; image++) {
                images.add(image + 1L);
                ofImage[image] = 0.6 * random.nextGaussian();
                elsewhere[image] = random.nextInt(9);
                int count = 1 + random.nextInt(6);
                for (int place = 0; place < count; place++) {
                    objects.add(new double[] {image, place, random.nextGaussian()});
                    all.add(new CocoObject(
                            all.size() + 1L, image + 1L, 1, 3 * SIDE * place, 0, SIDE, SIDE, SIDE * SIDE, false));
                }
            }
            truth = new CocoGroundTruth(categories, images, all);
        }

        Interval interval() {
            List<Scored> scores = new ArrayList<>();
            for (String variant : List.of("a", "b")) {
                double[] own = random.doubles(IMAGES)
                        .map(unused -> 0.3 * random.nextGaussian())
                        .toArray();
                for (int seed = 0; seed < SEEDS; seed++) {
                    EvaluatedDetections detections =
                            EvaluatedDetections.of(truth, detections(own), new CocoParameters());
                    scores.add(new Scored(
                            variant,
                            seed,
                            CocoFamily.AP.value(detections),
                            Replicates.of(detections, List.of(CocoFamily.AP), DRAWS)
                                    .of(CocoFamily.AP.name())));
                }
            }
            Optional<Differences> differences = Differences.of(Contrast.difference("b", "a"), scores);
            return differences.orElseThrow().estimate().interval(0.05);
        }

        /** What one training finds. */
        private List<CocoDetection> detections(double[] own) {
            double skill = 0.1 * random.nextGaussian();
            List<CocoDetection> found = new ArrayList<>();
            for (double[] object : objects) {
                int image = (int) object[0];
                double ease = skill - object[2] - ofImage[image] + own[image] + 0.6 * random.nextGaussian();
                double iou = 0.3 + 0.69 * share(0.9 * ease + 0.6 + 0.6 * random.nextGaussian());
                double shift = SIDE * (1 - iou) / (1 + iou); // of equal squares
                found.add(box(image, 3 * SIDE * object[1] + shift, share(ease + 0.6 * random.nextGaussian())));
            }
            for (int image = 0; image < IMAGES; image++) {
                for (int i = 0; i < elsewhere[image]; i++) {
                    double score = share(random.nextGaussian() - 0.6 + own[image]);
                    found.add(box(image, 3 * SIDE * (20 + i), score));
                }
            }
            return found;
        }

        private static CocoDetection box(int image, double x, double score) {
            return new CocoDetection(image + 1L, 1, x, 0, SIDE, SIDE, score);
        }

        private static double share(double value) {
            return 1 / (1 + Math.exp(-value));
        }
    }
}
