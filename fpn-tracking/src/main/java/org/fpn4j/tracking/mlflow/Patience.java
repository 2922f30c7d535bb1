package org.fpn4j.tracking.mlflow;

import java.time.Duration;

/**
 * How long a server is waited for.
 *
 * @param answer most time that one call takes
 * @param gathering how long values are gathered before they are sent together
 * @param retry after the first failure; twice as long after each that follows
 * @param longestRetry most of that
 * @param end most time that the end of a training waits for what is still to be sent
 */
record Patience(Duration answer, Duration gathering, Duration retry, Duration longestRetry, Duration end) {
    static final Patience USUAL = new Patience(
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));
}
