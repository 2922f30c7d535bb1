package org.fpn4j.engine.kernel;

/** A library has no kernel for a step, or not one that can be trusted; the message says why in a few words. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A refusal, as in {@code oneDNN refused a sum over rows (status 2)}. */
    public RefusedException(String message) {
        super(message);
    }
}
