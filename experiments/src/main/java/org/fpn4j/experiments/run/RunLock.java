package org.fpn4j.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.claim.Claim;
import org.fpn4j.claim.ClaimState;
import org.fpn4j.claim.Claimant;
import org.fpn4j.claim.Claims;
import org.fpn4j.claim.DirectoryPlace;
import org.fpn4j.claim.Pace;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.files.Writing;
import org.fpn4j.experiments.run.SystemLock.State;

/**
 * The right to write into the directory of a run, which one training at a time has, of all processes on all machines that see the
 * directory, and of all threads of this one. On one machine it is the operating system's lock on the file {@code lock}, which
 * ends with the process that holds it, however that ends. Between machines it is a {@link Claim}, whose file says who has
 * it; of a machine that is silent it is taken over.
 */
public final class RunLock implements AutoCloseable {
    /** Seconds without a sign of life, after which a run of another machine is taken over; for file systems that are slow. */
    private static final String PATIENCE = "fpn.claim.patience";

    private static final int MILLISECONDS_BETWEEN_LOOKS = 500;

    /**
     * What this process holds. A process that closes any channel of a file gives up all its locks on it (POSIX), so a file
     * that is held here must not be opened again.
     */
    private static final Map<Path, Claimant> HELD_HERE = new HashMap<>();

    /** How long others were silent is known to who looked before. */
    private static final Map<Path, Claims> LOOKED_AT = new HashMap<>();

    private final Path place;
    private final SystemLock lock;
    private final Claim claim;

    private RunLock(Path place, SystemLock lock, Claim claim) {
        this.place = place;
        this.lock = lock;
        this.claim = claim;
    }

    /**
     * Takes the lock; empty where somebody else has it.
     *
     * @param command for the others
     * @throws UserInputException where the directory cannot be written
     */
    public static Optional<RunLock> tryAcquire(RunDirectory directory, String command) {
        Writing.directory(directory.path());
        Path place = place(directory);
        Claimant self = Claimant.here(command);
        synchronized (HELD_HERE) {
            if (HELD_HERE.containsKey(place)) {
                return Optional.empty();
            }
            RunLock[] acquired = new RunLock[1];
            Writing.guarded(place.resolve("lock"), () -> acquired[0] = acquire(place, self));
            if (acquired[0] != null) {
                HELD_HERE.put(place, self);
            }
            return Optional.ofNullable(acquired[0]);
        }
    }

    private static RunLock acquire(Path place, Claimant self) throws IOException {
        SystemLock lock = SystemLock.tryAcquire(place.resolve("lock"));
        Optional<Claim> claim = Optional.empty();
        try {
            if (lock.state() != State.HELD || isHeldElsewhere(place)) {
                boolean kept = lock.state() == State.FREE;
                // who has none of the system's locks on this machine, and had one, is no more
                claim = claims(place)
                        .take(kept ? self : self.withoutLock(), other -> kept && other.isNeighbourOf(self));
            }
        } finally {
            if (claim.isEmpty()) {
                lock.close();
            }
        }
        return claim.map(own -> new RunLock(place, lock, own)).orElse(null);
    }

    /** By another machine, whose locks may outlive it on a network's file system, and whose signs of life count alone. */
    private static boolean isHeldElsewhere(Path place) throws IOException {
        return claims(place)
                .last()
                .filter(ClaimState::held)
                .filter(state -> !state.claimant().isNeighbourOf(Claimant.here("")))
                .isPresent();
    }

    /** Who trains there; empty where nobody does. Needs no permission to write. */
    public static Optional<Claimant> holder(RunDirectory directory) {
        Path place = place(directory);
        synchronized (HELD_HERE) {
            if (HELD_HERE.containsKey(place)) {
                return Optional.of(HELD_HERE.get(place));
            }
            try {
                if (isHeldElsewhere(place)) {
                    return claims(place).holder().map(ClaimState::claimant);
                }
                return SystemLock.stateOf(place.resolve("lock")) == State.HELD
                        ? claims(place).last().map(ClaimState::claimant).or(() -> Optional.of(ClaimState.UNKNOWN))
                        : Optional.empty();
            } catch (IOException e) {
                throw new UserInputException(place.toString(), "cannot be read: " + ReadFailure.reason(place, e));
            }
        }
    }

    /**
     * Waits for a sign of life of a holder on another machine.
     *
     * @return who trains there; empty where nobody does, or nobody gave a sign in time, so that it can be taken over
     */
    public static Optional<Claimant> awaitSign(RunDirectory directory) {
        Optional<Claimant> holder = holder(directory);
        try {
            long signs = signs(directory);
            while (holder.isPresent() && !holder.get().isNeighbourOf(Claimant.here("")) && signs(directory) == signs) {
                Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
                holder = holder(directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return holder;
    }

    private static long signs(RunDirectory directory) {
        return last(directory).map(ClaimState::signs).orElse(0L);
    }

    /** What the last training there said of itself; empty where there was none. */
    public static Optional<ClaimState> last(RunDirectory directory) {
        Path place = place(directory);
        synchronized (HELD_HERE) {
            try {
                return claims(place).last();
            } catch (IOException e) {
                throw new UserInputException(place.toString(), "cannot be read: " + ReadFailure.reason(place, e));
            }
        }
    }

    private static Claims claims(Path place) {
        return LOOKED_AT.computeIfAbsent(place, path -> new Claims(new DirectoryPlace(path), patience()));
    }

    private static Pace patience() {
        int seconds = Integer.getInteger(PATIENCE, (int) Pace.USUAL.patience().toSeconds());
        return new Pace(Duration.ofMillis(1000L * seconds / 12), Duration.ofSeconds(seconds));
    }

    /** Links and relative names lead to one place. */
    private static Path place(RunDirectory directory) {
        Path path = directory.path();
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize(); // there is no such directory
        }
    }

    /**
     * Holds back who must not write any more.
     *
     * @throws org.fpn4j.claim.ClaimLost where the run is another machine's, or may be
     */
    public void requireHeld() {
        claim.requireHeld();
    }

    /**
     * Gives the run back with a word to whoever looks next.
     *
     * @param note a line
     */
    public void release(String note) {
        synchronized (HELD_HERE) {
            claim.release(note);
            HELD_HERE.remove(place);
            Writing.guarded(place.resolve("lock"), lock::close);
        }
    }

    @Override
    public void close() {
        release("");
    }
}
