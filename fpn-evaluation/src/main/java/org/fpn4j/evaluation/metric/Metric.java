package org.fpn4j.evaluation.metric;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.fpn4j.evaluation.coco.SizeClass;

/**
 * A number that says how good detections are, with all that tables, files, charts and an early end ask of it. A value is 0 or
 * more, or -1 where there is nothing to measure.
 *
 * @param name in tables and files; begins with a capital, as no other field of these files does
 * @param meaning half a sentence for those who meet the name for the first time
 * @param reading the value of some detections; all classes or one of them makes no difference to it
 * @param shown where it stands
 * @param ofClasses whether it is read of each class, too
 * @param size of the objects that it is of
 * @param largerIsBetter false for a number of mistakes
 * @param largest value that is possible; a larger one in a file is damage
 * @param ofMasks whether it is read of masks, which files are then read with
 */
public record Metric(
        String name,
        String meaning,
        ToDoubleFunction<EvaluatedDetections> reading,
        Shown shown,
        boolean ofClasses,
        SizeClass size,
        boolean largerIsBetter,
        double largest,
        boolean ofMasks) {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9_.@]*");

    public Metric {
        requireNonNull(meaning, "meaning is null");
        requireNonNull(reading, "reading is null");
        requireNonNull(shown, "shown is null");
        requireNonNull(size, "size is null");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("metric[" + name
                    + "] must begin with a capital and go on with letters, digits and the signs _ . @");
        }
        if (!(largest > 0)) {
            throw new IllegalArgumentException("metric[" + name + "]: largest[" + largest + "] must be above 0");
        }
    }

    /** A share of 1 of all objects, the larger the better, that tables show. */
    public Metric(String name, String meaning, ToDoubleFunction<EvaluatedDetections> reading) {
        this(name, meaning, reading, Shown.TABLES, false, SizeClass.ALL, true, 1, false);
    }

    /** A number as names of metrics and keys of files spell it: {@code 0.125}, {@code 1}, {@code 0.0001}. */
    public static String spelled(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    /** The same by another name. */
    public Metric renamed(String other, String itsMeaning) {
        return new Metric(other, itsMeaning, reading, shown, ofClasses, size, largerIsBetter, largest, ofMasks);
    }

    /** The same in other places. */
    public Metric in(Shown places) {
        return new Metric(name, meaning, reading, places, ofClasses, size, largerIsBetter, largest, ofMasks);
    }

    /** The same, read of each class, too. */
    public Metric ofEachClass() {
        return new Metric(name, meaning, reading, shown, true, size, largerIsBetter, largest, ofMasks);
    }

    /** The same as one of objects of a size. */
    public Metric of(SizeClass objects) {
        return new Metric(name, meaning, reading, shown, ofClasses, objects, largerIsBetter, largest, ofMasks);
    }

    /** The same as a number of mistakes. */
    public Metric smallerIsBetter() {
        return new Metric(name, meaning, reading, shown, ofClasses, size, false, largest, ofMasks);
    }

    /** The same with values up to a bound; {@code Double.MAX_VALUE} where there is none. */
    public Metric upTo(double bound) {
        return new Metric(name, meaning, reading, shown, ofClasses, size, largerIsBetter, bound, ofMasks);
    }

    /** The same, read of masks: where there are none there is nothing to measure. */
    public Metric readOfMasks() {
        return new Metric(name, meaning, reading, shown, ofClasses, size, largerIsBetter, largest, true);
    }

    /**
     * Reads it.
     *
     * @throws IllegalStateException where the reading gives what no value can be
     */
    public double value(EvaluatedDetections detections) {
        boolean isMeasured = !ofMasks || detections.whole().groundTruth().masked();
        double value = isMeasured ? reading.applyAsDouble(detections) : -1;
        if (value != -1 && !(value >= 0 && value <= largest)) {
            throw new IllegalStateException("metric[" + name + "] is " + value + "; it must be between 0 and " + largest
                    + ", or -1 where there is nothing to measure");
        }
        return value;
    }

    /** Whether a value is better than another; what is measured is better than what is not. */
    public boolean isBetter(double value, double other) {
        if (value < 0 || other < 0) {
            return value > other;
        }
        return largerIsBetter ? value > other : value < other;
    }
}
