package org.fpn4j.claim;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a claim's file says, in lines of a name and a value.
 *
 * @param number of the claim; each has a higher one than those before
 * @param claimant who made it; unknown where the file is being written
 * @param signs of life so far
 * @param held whether it is still held
 * @param note what its holder said in the end; may be empty
 */
public record ClaimState(long number, Claimant claimant, long signs, boolean held, String note) {
    /** Who is known to be there, and no more. */
    public static final Claimant UNKNOWN =
            new Claimant(0, "an unknown host", "unknown", "an unknown time", "unknown command");

    public ClaimState {
        requireNonNull(claimant, "claimant is null");
        note = note.replaceAll("\\R", " ");
    }

    /** A file that is torn, or foreign, is held by somebody unknown: it is being written, or gets old like any other. */
    static ClaimState read(long number, byte[] content) {
        Map<String, String> values = new HashMap<>();
        new String(content, StandardCharsets.UTF_8).lines().forEach(line -> {
            int blank = line.indexOf(' ');
            values.put(blank < 0 ? line : line.substring(0, blank), blank < 0 ? "" : line.substring(blank + 1));
        });
        if (!values.keySet().containsAll(Set.of("process", "host", "machine", "since", "command", "signs"))) {
            return new ClaimState(number, UNKNOWN, 0, true, "");
        }
        Claimant claimant = new Claimant(
                number(values.get("process")),
                values.get("host"),
                values.get("machine"),
                values.get("since"),
                values.get("command"));
        boolean released = values.getOrDefault("state", "").equals("released");
        return new ClaimState(
                number, claimant, number(values.get("signs")), !released, values.getOrDefault("note", ""));
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Whether the file says who made it. */
    boolean isKnown() {
        return !claimant.equals(UNKNOWN);
    }

    byte[] content() {
        return String.join(
                        "\n",
                        "process " + claimant.process(),
                        "host " + claimant.host(),
                        "machine " + claimant.machine(),
                        "since " + claimant.since(),
                        "command " + claimant.command(),
                        "signs " + signs,
                        "note " + note,
                        "state " + (held ? "held" : "released"),
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }

    ClaimState withSign() {
        return new ClaimState(number, claimant, signs + 1, true, note);
    }

    ClaimState released(String because) {
        return new ClaimState(number, claimant, signs, false, because);
    }
}
