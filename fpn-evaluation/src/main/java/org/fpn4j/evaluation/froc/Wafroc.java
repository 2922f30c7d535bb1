package org.fpn4j.evaluation.froc;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The area under the weighted alternative FROC curve: how often a lesion of an image with lesions is marked higher than anything on
 * an image without, ties by half, each image with lesions with the same weight. What has no mark is below all marks.
 *
 * <p>Chakraborty, Berbaum: Observer studies involving detection and localization, Medical Physics 31, 2004; {@code wAFROC} of
 * RJafroc's {@code UtilFigureOfMerit} with equal weights of an image's lesions.
 */
final class Wafroc {
    private static final double NOTHING = -1;

    private Wafroc() {}

    /**
     * The area; -1 where one of the two kinds of images is missing.
     *
     * @param copies how often each image counts
     */
    static double of(Marks marks, int[] copies) {
        int images = copies.length;
        double[] highest = new double[images];
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < marks.size(); i++) {
            if (marks.isFalse(i)) {
                highest[marks.place(i)] = Math.max(highest[marks.place(i)], marks.score(i));
            }
        }
        int[] lesions = new int[images];
        marks.lesions().forEach(lesion -> lesions[lesion.place()]++);
        Integer[] negatives = IntStream.range(0, images)
                .filter(marks::isNegative)
                .boxed()
                .sorted((one, other) -> Double.compare(highest[one], highest[other]))
                .toArray(Integer[]::new);
        double[] scores =
                Arrays.stream(negatives).mapToDouble(place -> highest[place]).toArray();
        long[] before = new long[scores.length + 1]; // images in front of a place
        for (int i = 0; i < scores.length; i++) {
            before[i + 1] = before[i] + copies[negatives[i]];
        }
        long normal = before[scores.length];
        long abnormal = 0;
        for (int place = 0; place < images; place++) {
            abnormal += lesions[place] > 0 ? copies[place] : 0;
        }
        if (normal == 0 || abnormal == 0) {
            return NOTHING;
        }
        double sum = 0;
        for (Marks.Lesion lesion : marks.lesions()) {
            long below = before[first(scores, lesion.score(), false)];
            long equal = before[first(scores, lesion.score(), true)] - below;
            sum += copies[lesion.place()] * (below + equal / 2.0) / lesions[lesion.place()];
        }
        return sum / normal / abnormal;
    }

    /** The first place that does not come before a score, or that comes after it. */
    private static int first(double[] scores, double score, boolean after) {
        int low = 0;
        int high = scores.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (after ? scores[middle] <= score : scores[middle] < score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
