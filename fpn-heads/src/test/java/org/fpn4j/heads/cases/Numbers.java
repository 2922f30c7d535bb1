package org.fpn4j.heads.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.loss.CellLoss;

/** Numbers of nested lists, in files and in answers, one after the other. */
final class Numbers {
    private Numbers() {}

    static float[] flat(JsonNode nested) {
        List<Float> numbers = new ArrayList<>();
        collect(nested, numbers);
        float[] flat = new float[numbers.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = numbers.get(i);
        }
        return flat;
    }

    private static void collect(JsonNode nested, List<Float> numbers) {
        if (nested.isArray()) {
            nested.forEach(one -> collect(one, numbers));
        } else {
            numbers.add((float) nested.asDouble());
        }
    }

    static int[] integers(JsonNode list) {
        float[] flat = flat(list);
        return IntStream.range(0, flat.length).map(i -> Math.round(flat[i])).toArray();
    }

    static List<Box> boxes(JsonNode list) {
        List<Box> boxes = new ArrayList<>();
        list.forEach(box -> {
            float[] corners = flat(box);
            boxes.add(new Box(corners[0], corners[1], corners[2], corners[3]));
        });
        return boxes;
    }

    static double[] flatten(Object answer) {
        if (answer instanceof Number number) {
            return new double[] {number.doubleValue()};
        }
        if (answer instanceof float[] values) {
            return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
        }
        if (answer instanceof double[] values) {
            return values;
        }
        if (answer instanceof int[] values) {
            return Arrays.stream(values).asDoubleStream().toArray();
        }
        DoubleStream all = answer instanceof Object[] array
                ? Arrays.stream(array).flatMapToDouble(one -> Arrays.stream(flatten(one)))
                : ((List<?>) answer).stream().flatMapToDouble(one -> Arrays.stream(flatten(one)));
        return all.toArray();
    }

    /** Some columns of a table's rows. */
    static float[] columns(float[] table, int perRow, int from, int to) {
        float[] columns = new float[table.length / perRow * (to - from)];
        for (int row = 0; row < table.length / perRow; row++) {
            System.arraycopy(table, row * perRow + from, columns, row * (to - from), to - from);
        }
        return columns;
    }

    /** The values that each row has for its class. */
    static float[] ofClass(float[] table, int[] classes, int values) {
        int perRow = table.length / classes.length;
        float[] taken = new float[classes.length * values];
        for (int row = 0; row < classes.length; row++) {
            System.arraycopy(table, row * perRow + classes[row] * values, taken, row * values, values);
        }
        return taken;
    }

    static double sum(CellLoss loss, IntPredicate counts, int cells) {
        return IntStream.range(0, cells)
                .filter(counts)
                .mapToDouble(i -> loss.values()[i])
                .sum();
    }
}
