package org.fpn4j.claim;

/** A claim is somebody else's, or may be: who had it must write nothing more. */
public final class ClaimLost extends RuntimeException {
    ClaimLost(String message) {
        super(message);
    }
}
