package org.fpn4j.core.wiring;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.InvalidFieldsException.InvalidField;

/** A block of a detector that cannot be made for what the blocks before it give. */
public final class MisfitException extends IllegalArgumentException {
    private final String block;
    private final transient List<InvalidField> fields;

    MisfitException(String block, InvalidFieldsException cause) {
        super(block + ": " + cause.getMessage(), cause);
        this.block = requireNonNull(block, "block is null");
        this.fields = cause.fields();
    }

    /** The block's key, {@code extra_levels}. */
    public String block() {
        return block;
    }

    /** The values that do not fit. */
    public List<InvalidField> fields() {
        return fields;
    }
}
