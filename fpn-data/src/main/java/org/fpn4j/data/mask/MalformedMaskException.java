package org.fpn4j.data.mask;

/** A mask that a file describes and that cannot be. Whoever reads the file says where. */
public final class MalformedMaskException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** @param what is wrong, as a sentence that goes on after the place */
    public MalformedMaskException(String what) {
        super(what);
    }
}
