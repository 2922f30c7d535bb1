package org.fpn4j.interop.torch;

/** A file is not what it says, or holds what it must not. */
final class MalformedFileException extends RuntimeException {
    MalformedFileException(String message) {
        super(message);
    }

    MalformedFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
