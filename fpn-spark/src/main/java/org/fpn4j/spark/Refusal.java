package org.fpn4j.spark;

/** What the user has to change, in words for the user; it needs no stack trace and no second try. */
final class Refusal extends RuntimeException {
    Refusal(String message) {
        super(message);
    }
}
