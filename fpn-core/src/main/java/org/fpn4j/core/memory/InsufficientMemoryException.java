package org.fpn4j.core.memory;

import org.fpn4j.config.problem.UserInputException;

/** Something needs more memory than there is. Unlike a broken file it can be had: with a larger heap. */
public final class InsufficientMemoryException extends UserInputException {
    InsufficientMemoryException(String where, String what, String hint) {
        super(where, what, hint);
    }
}
