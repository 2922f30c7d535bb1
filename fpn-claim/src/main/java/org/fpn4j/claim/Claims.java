package org.fpn4j.claim;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The claims on a directory that many machines see, as one process looks at them. A claim is a file with a number, and the highest
 * number counts. Whoever finds it released, or silent for longer than the pace's patience, creates the next one, which succeeds for
 * one of many, and deletes those below. The highest file is never deleted, so numbers never come again, and of two that
 * believe that they have the directory the one with the lower number is wrong and finds its file gone.
 *
 * <p>How long a claim was silent is measured from when this process first saw it as it is, by this machine's clock alone.
 */
public final class Claims {
    /** What the names of the files begin with. */
    public static final String PREFIX = "claim-";

    private static final int TRIES = 3; // who looks may find a file gone that was there in the list, or half-written
    private static final long MILLISECONDS_BETWEEN_TRIES = 10;

    private final ClaimPlace place;
    private final Pace pace;
    private final LongSupplier nanoTime;
    private Sight seen = new Sight("", new byte[0], 0);

    /** What a file held when it was first seen so. */
    private record Sight(String name, byte[] content, long since) {
        boolean isOf(String otherName, byte[] otherContent) {
            return name.equals(otherName) && Arrays.equals(content, otherContent);
        }
    }

    /** Looks at a place by the machine's clock. */
    public Claims(ClaimPlace place, Pace pace) {
        this(place, pace, System::nanoTime);
    }

    Claims(ClaimPlace place, Pace pace, LongSupplier nanoTime) {
        this.place = requireNonNull(place, "place is null");
        this.pace = requireNonNull(pace, "pace is null");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    }

    /** The last claim, held or not; empty where there never was one. */
    public synchronized Optional<ClaimState> last() throws IOException {
        Optional<ClaimState> state = Optional.empty();
        for (int i = 0; i < TRIES && state.filter(ClaimState::isKnown).isEmpty(); i++) {
            if (i > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MILLISECONDS_BETWEEN_TRIES));
            }
            long number = highest(place.names());
            if (number == 0) {
                return Optional.empty();
            }
            Optional<byte[]> content = place.read(name(number));
            content.ifPresent(found -> see(name(number), found));
            state = content.map(found -> ClaimState.read(number, found));
        }
        return Optional.of(state.orElseThrow(() -> new IOException("claims come and go faster than they can be read")));
    }

    /** The claim that is held, as far as this process can tell; empty where the directory is free for whoever asks. */
    public synchronized Optional<ClaimState> holder() throws IOException {
        return last().filter(ClaimState::held).filter(state -> secondsOfSilence() < seconds(pace));
    }

    /** How long the last claim, if it is held, has been seen without a sign of life, in seconds. */
    public synchronized double secondsOfSilence() {
        return (nanoTime.getAsLong() - seen.since()) / 1e9;
    }

    /**
     * Takes the directory; empty where somebody has it.
     *
     * @param dead which of those who hold it are known to be no more, so that nobody need wait
     */
    public synchronized Optional<Claim> take(Claimant claimant, Predicate<Claimant> dead) throws IOException {
        Optional<ClaimState> last = last();
        boolean free = last.isEmpty()
                || !last.get().held()
                || secondsOfSilence() >= seconds(pace)
                || dead.test(last.get().claimant());
        if (!free) {
            return Optional.empty();
        }
        long number = last.map(ClaimState::number).orElse(0L) + 1;
        ClaimState own = new ClaimState(number, claimant, 0, true, "");
        if (!place.create(name(number), own.content())) {
            return Optional.empty();
        }
        List<String> names = place.names();
        if (highest(names) != number) { // it was looked at long ago
            place.delete(name(number));
            return Optional.empty();
        }
        for (String name : names) {
            if (number(name) > 0 && number(name) < number) {
                place.delete(name);
            }
        }
        return Optional.of(new Claim(place, own, pace, nanoTime));
    }

    private void see(String name, byte[] content) {
        if (!seen.isOf(name, content)) {
            seen = new Sight(name, content, nanoTime.getAsLong());
        }
    }

    private static double seconds(Pace pace) {
        return pace.patience().toNanos() / 1e9;
    }

    static String name(long number) {
        return String.format(Locale.ROOT, PREFIX + "%06d", number);
    }

    private static long highest(List<String> names) {
        return names.stream().mapToLong(Claims::number).max().orElse(0);
    }

    /** 0 for files that are called alike. */
    private static long number(String name) {
        String digits = name.substring(Math.min(PREFIX.length(), name.length()));
        return name.startsWith(PREFIX) && digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }
}
