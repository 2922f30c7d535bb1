package org.fpn4j.config.problem;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.InvalidFieldsException.InvalidField;

/**
 * What a component of a config record declares of its values: the one place that its constructor, the loader and the schema
 * read.
 *
 * @param range of a number, or of the numbers of a list or map
 * @param choice of an integer
 * @param count of a list's or map's elements
 */
public record Bounds(Optional<Range> range, Optional<Choice> choice, Optional<Count> count) {
    /** Reads the annotations of a component. */
    public static Bounds of(AnnotatedElement component) {
        return new Bounds(
                Optional.ofNullable(component.getAnnotation(Range.class)),
                Optional.ofNullable(component.getAnnotation(Choice.class)),
                Optional.ofNullable(component.getAnnotation(Count.class)));
    }

    /**
     * Reads the annotations of a component.
     *
     * @throws IllegalArgumentException if the record has no such component
     */
    static Bounds of(Class<? extends Record> record, String component) {
        for (RecordComponent found : record.getRecordComponents()) {
            if (found.getName().equals(component)) {
                return of(found);
            }
        }
        throw new IllegalArgumentException(record.getName() + " has no component " + component);
    }

    /** What is wrong with a value; elements of lists are named by position, {@code levels[2]}, those of maps by key. */
    public List<InvalidField> check(String field, Object value) {
        List<InvalidField> invalid = new ArrayList<>();
        if (value instanceof Collection<?> list) {
            checkCount(field, list.size(), list, invalid);
            int position = 0;
            for (Object element : list) {
                checkNumber(field + "[" + position + "]", element, invalid);
                position++;
            }
        } else if (value instanceof Map<?, ?> map) {
            checkCount(field, map.size(), map, invalid);
            map.forEach((key, element) -> checkNumber(field + "." + key, element, invalid));
        } else {
            checkNumber(field, value, invalid);
        }
        return invalid;
    }

    private void checkCount(String field, int size, Object value, List<InvalidField> invalid) {
        if (count.isPresent() && (size < count.get().min() || size > count.get().max())) {
            String shown = size == 0 ? "" : Excerpt.of(value.toString().replaceAll("^[\\[{]|[\\]}]$", ""));
            invalid.add(new InvalidField(field, shown, expectation(count.get(), size)));
        }
    }

    private static String expectation(Count count, int size) {
        if (count.min() == count.max()) {
            return "must have " + count.min() + " elements";
        }
        return size == 0 ? "must not be empty" : "must have " + count.min() + " to " + count.max() + " elements";
    }

    private void checkNumber(String field, Object value, List<InvalidField> invalid) {
        if (!(value instanceof Number number)) {
            return;
        }
        double given = number.doubleValue();
        if (range.isPresent() && !holds(range.get(), given)) {
            invalid.add(new InvalidField(field, text(given), expectation(range.get())));
        }
        if (choice.isPresent() && Arrays.stream(choice.get().value()).noneMatch(one -> one == given)) {
            invalid.add(new InvalidField(field, text(given), expectation(choice.get())));
        }
    }

    private static boolean holds(Range range, double value) {
        boolean above = range.aboveMin() ? value > range.min() : value >= range.min();
        boolean below = range.belowMax() ? value < range.max() : value <= range.max();
        return above && below;
    }

    private static String expectation(Range range) {
        String min = text(range.min());
        String max = text(range.max());
        if (range.aboveMin() == range.belowMax()) {
            return "must be between " + min + " and " + max + (range.aboveMin() ? ", both excluded" : "");
        }
        return range.aboveMin() ? "must be > " + min + " and <= " + max : "must be >= " + min + " and < " + max;
    }

    private static String expectation(Choice choice) {
        return Arrays.stream(choice.value())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", ", "must be one of [", "]"));
    }

    /** A number as people write it: an integer without a point. */
    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e18 // a long holds it
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
