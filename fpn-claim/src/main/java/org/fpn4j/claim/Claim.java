package org.fpn4j.claim;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;

/**
 * A directory that this process has for itself, as long as it gives signs of life, which a thread of its own does. Whoever writes
 * there asks {@link #requireHeld} before.
 */
public final class Claim implements AutoCloseable {
    private final ClaimPlace place;
    private final Pace pace;
    private final LongSupplier nanoTime;
    private final Timer pulse;
    private ClaimState state;
    private long lastSign;
    private String failure = "";
    private boolean gone;

    Claim(ClaimPlace place, ClaimState state, Pace pace, LongSupplier nanoTime) {
        this.place = place;
        this.state = state;
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.lastSign = nanoTime.getAsLong();
        this.pulse = new Timer("claim", true);
        long between = pace.between().toMillis();
        pulse.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        giveSign();
                    }
                },
                between,
                between);
    }

    /** Which claim of the directory it is. */
    public synchronized long number() {
        return state.number();
    }

    synchronized void giveSign() {
        if (gone || !state.held()) {
            return;
        }
        long now = nanoTime.getAsLong();
        try {
            if (!isOwn()) {
                gone = true;
                return;
            }
            ClaimState next = state.withSign();
            place.replace(Claims.name(state.number()), next.content());
            state = next;
            lastSign = now; // of before it was written: others may have seen nothing newer
            failure = "";
        } catch (NoSuchFileException e) {
            gone = true;
        } catch (IOException | RuntimeException e) {
            failure = String.valueOf(e.getMessage());
        }
    }

    /** The file is there, of this claimant, and nobody has a higher one. */
    private boolean isOwn() throws IOException {
        Optional<byte[]> content = place.read(Claims.name(state.number()));
        return content.isPresent()
                && ClaimState.read(state.number(), content.get()).claimant().equals(state.claimant());
    }

    /**
     * Holds back who must not write any more.
     *
     * @throws ClaimLost where somebody else took the directory, or may have, because no sign of life could be given
     */
    public synchronized void requireHeld() {
        try {
            gone = gone || !isOwn();
        } catch (IOException | RuntimeException e) {
            failure = String.valueOf(e.getMessage()); // it counts when it lasts
        }
        if (gone) {
            throw new ClaimLost("was taken over by somebody else after "
                    + pace.patience().toSeconds() + " s without a sign of life of this process");
        }
        double silent = (nanoTime.getAsLong() - lastSign) / 1e9;
        if (silent >= pace.patience().toNanos() / 1e9) {
            throw new ClaimLost(String.format(
                    Locale.ROOT,
                    "may be somebody else's: for %.0f s no sign of life could be given%s",
                    silent,
                    failure.isEmpty() ? "" : ": " + failure));
        }
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        release("");
    }

    /**
     * Gives the directory back with a word to whoever looks next. Where it cannot be written, others find out by themselves.
     *
     * @param note a line; may be empty
     */
    public synchronized void release(String note) {
        pulse.cancel();
        if (gone || !state.held()) {
            return;
        }
        state = state.released(note);
        try {
            if (isOwn()) {
                place.replace(Claims.name(state.number()), state.content());
            }
        } catch (IOException | RuntimeException e) {
            gone = true; // and silent from here on
        }
    }
}
