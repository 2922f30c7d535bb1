package org.fpn4j.core.problem;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.problem.InvalidFieldsException.InvalidField;

/**
 * Checks the values of a config record in its compact constructor and throws once, with everything that is wrong:
 *
 * <pre>
 * new FieldChecks().atLeast("repeats", repeats, 1).atLeast("outChannels", outChannels, 1).done();
 * </pre>
 */
public final class FieldChecks {
    private final List<InvalidField> invalid = new ArrayList<>();

    public FieldChecks atLeast(String field, double value, double least) {
        return require(value >= least, field, number(value), "must be >= " + number(least));
    }

    public FieldChecks greaterThan(String field, double value, double bound) {
        return require(value > bound, field, number(value), "must be > " + number(bound));
    }

    /** Closed range. */
    public FieldChecks between(String field, double value, double least, double most) {
        return require(
                value >= least && value <= most,
                field,
                number(value),
                "must be between " + number(least) + " and " + number(most));
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

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
