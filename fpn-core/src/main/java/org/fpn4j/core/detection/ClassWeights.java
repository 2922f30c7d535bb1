package org.fpn4j.core.detection;

import java.util.List;

/**
 * How much an object counts in the loss of classification, by its class. Boxes and what is no object count as ever, and so
 * does the number of objects that losses are divided by: a class of weight 2 has twice its gradient, and the others theirs.
 *
 * @param ofClass by label; a class beyond them has 1
 */
public record ClassWeights(List<Double> ofClass) {
    /** All count the same. */
    public static final ClassWeights EQUAL = new ClassWeights(List.of());

    public ClassWeights {
        ofClass = List.copyOf(ofClass);
        for (double weight : ofClass) {
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weight[" + weight + "] must be > 0 and finite");
            }
        }
    }

    /** The weight of an object with this label. */
    public float of(int label) {
        return label < ofClass.size() ? ofClass.get(label).floatValue() : 1;
    }
}
