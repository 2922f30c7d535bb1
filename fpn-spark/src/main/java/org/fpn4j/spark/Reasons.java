package org.fpn4j.spark;

/** What Spark says of a failure, without its stack trace. */
final class Reasons {
    private Reasons() {}

    /** The first line, and of a try that was lost its words alone. */
    static String firstLine(String reason) {
        return reason.lines().findFirst().orElse("").replace(CellLost.class.getName() + ": ", "");
    }
}
