package org.fpn4j.config.problem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Values of one config record that its constructor refuses. The config loader turns each into a {@link Problem} at the
 * line of its key.
 */
public final class InvalidFieldsException extends IllegalArgumentException {
    /**
     * One refused value.
     *
     * @param field the record component in Java spelling, {@code outChannels}
     * @param value as given
     * @param expectation what would be right, {@code must be >= 1}
     */
    public record InvalidField(String field, String value, String expectation) {}

    private final transient List<InvalidField> fields;

    /** All that is wrong with one record. */
    public InvalidFieldsException(List<InvalidField> fields) {
        super(fields.stream()
                .map(field -> field.field() + "[" + field.value() + "] " + field.expectation())
                .collect(Collectors.joining("; ")));
        this.fields = List.copyOf(fields);
    }

    /** What is wrong, in the order of the checks. */
    public List<InvalidField> fields() {
        return fields;
    }
}
