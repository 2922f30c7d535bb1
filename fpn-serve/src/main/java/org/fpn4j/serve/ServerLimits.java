package org.fpn4j.serve;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How much a server lets others ask of it. In memory are no more files than one and those that wait.
 *
 * @param mostBytes of a picture's file
 * @param mostWaiting pictures that wait while one is looked at; who sends another hears that it is one too many
 * @param arrival the longest that a file may take to arrive
 */
public record ServerLimits(int mostBytes, int mostWaiting, Duration arrival) {
    /** 64 MB, 4 that wait, 30 seconds. */
    public ServerLimits() {
        this(64 << 20, 4, Duration.ofSeconds(30));
    }

    public ServerLimits {
        requireNonNull(arrival, "arrival is null");
        if (mostBytes < 1 || mostWaiting < 0 || arrival.isNegative() || arrival.isZero()) {
            throw new IllegalArgumentException("mostBytes[" + mostBytes + "], mostWaiting[" + mostWaiting
                    + "] and arrival[" + arrival + "] must be above 0; nobody needs to wait");
        }
    }

    /** The same with another size of files. */
    public ServerLimits withMostBytes(int bytes) {
        return new ServerLimits(bytes, mostWaiting, arrival);
    }
}
