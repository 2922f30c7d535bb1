package org.fpn4j.config.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.config.problem.InvalidFieldsException.InvalidField;

/**
 * Checks the values of a config record in its compact constructor and throws once, with everything that is wrong:
 *
 * <pre>
 * record Config(@Range(min = 1, max = 100) int repeats, int minLevel, int maxLevel) {
 *     Config {
 *         FieldChecks.of(Config.class)
 *                 .bounds("repeats", repeats)
 *                 .require(maxLevel >= minLevel, "maxLevel", maxLevel, "must be >= min_level")
 *                 .done();
 *     }
 * }
 * </pre>
 *
 * <p>What a single value may be is declared at the component, where the config loader and the schema read it too; what
 * values may be beside each other is a {@link #require}.
 */
public final class FieldChecks {
    private final Optional<Class<? extends Record>> record;
    private final List<InvalidField> invalid = new ArrayList<>();

    private FieldChecks(Optional<Class<? extends Record>> record) {
        this.record = record;
    }

    /** Checks of values that nothing is declared of. */
    public FieldChecks() {
        this(Optional.empty());
    }

    /** Checks with what a record declares of its components. */
    public static FieldChecks of(Class<? extends Record> record) {
        return new FieldChecks(Optional.of(record));
    }

    /**
     * What the component of this name declares: {@link Range}, {@link Choice}, {@link Count}.
     *
     * @throws IllegalArgumentException if there is no such component
     */
    public FieldChecks bounds(String field, Object value) {
        invalid.addAll(Bounds.of(record.orElseThrow(), field).check(field, value));
        return this;
    }

    /** Notes a number below the least one. */
    public FieldChecks atLeast(String field, double value, double least) {
        return require(value >= least, field, Bounds.text(value), "must be >= " + Bounds.text(least));
    }

    /**
     * Any other condition.
     *
     * @param expectation what would be right, as in {@code "must be a multiple of 32"}
     */
    public FieldChecks require(boolean holds, String field, Object value, String expectation) {
        if (!holds) {
            invalid.add(new InvalidField(field, String.valueOf(value), expectation));
        }
        return this;
    }

    /** Notes what another check finds. */
    public FieldChecks also(Runnable check) {
        try {
            check.run();
        } catch (InvalidFieldsException e) {
            invalid.addAll(e.fields());
        }
        return this;
    }

    /**
     * Notes what the check of a part finds.
     *
     * @param part its component here, {@code tower}; the check names components of it
     */
    public FieldChecks part(String part, Runnable check) {
        try {
            check.run();
        } catch (InvalidFieldsException e) {
            e.fields().forEach(field -> require(false, part + "." + field.field(), field.value(), field.expectation()));
        }
        return this;
    }

    /**
     * Ends the checks.
     *
     * @throws InvalidFieldsException if any of them failed
     */
    public void done() {
        if (!invalid.isEmpty()) {
            throw new InvalidFieldsException(invalid);
        }
    }
}
