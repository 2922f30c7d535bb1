package org.fpn4j.experiments.run;

import java.util.Optional;

/**
 * What a training that failed says to whoever looks at its directory next; it stands in the file of its claim.
 *
 * @param reason in one line
 * @param ours true where it is not the user's
 */
public record FailureNote(String reason, boolean ours) {
    private static final String THEIRS = "failed: ";
    private static final String OURS = "failed by a fault of the program: ";

    /** The first line of what was thrown. */
    public static FailureNote of(String reason, boolean ours) {
        return new FailureNote(reason.lines().findFirst().orElse(reason), ours);
    }

    /** Of what a training said in the end; empty where it did not fail. */
    public static Optional<FailureNote> read(String note) {
        if (note.startsWith(THEIRS)) {
            return Optional.of(new FailureNote(note.substring(THEIRS.length()), false));
        }
        return note.startsWith(OURS)
                ? Optional.of(new FailureNote(note.substring(OURS.length()), true))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return (ours ? OURS : THEIRS) + reason;
    }
}
