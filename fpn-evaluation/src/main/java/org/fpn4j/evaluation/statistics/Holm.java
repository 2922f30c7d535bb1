package org.fpn4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Several tests as one family (Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979). */
public final class Holm {
    private Holm() {}

    /** Probabilities adjusted so that what is below 0.05 is significant at 5 % for the whole family. */
    public static List<Double> adjusted(List<Double> probabilities) {
        int count = probabilities.size();
        List<Integer> ascending = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(probabilities::get))
                .toList();
        Double[] adjusted = new Double[count];
        double largest = 0;
        for (int place = 0; place < count; place++) {
            int test = ascending.get(place);
            largest = Math.max(largest, Math.min(1, (count - place) * probabilities.get(test)));
            adjusted[test] = largest;
        }
        return new ArrayList<>(List.of(adjusted));
    }
}
