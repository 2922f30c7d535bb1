package org.fpn4j.experiments.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The operating system's lock on a file, which ends with the process that holds it.
 *
 * @param state before it was asked for; where it was {@link State#FREE} it is held now
 * @param channel that keeps it; null where it is not held
 */
record SystemLock(State state, FileChannel channel) implements AutoCloseable {
    /** What the operating system says. */
    enum State {
        FREE,
        HELD,
        /** Some network file systems have no locks. */
        NO_LOCKS
    }

    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1; // some systems let nobody read what is locked
    private static final int TRIES = 3; // somebody who asks for the state has the lock for a moment
    private static final int MILLISECONDS_BETWEEN_TRIES = 50;

    /** Takes the lock where it is free. */
    static SystemLock tryAcquire(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        State state = State.HELD;
        try {
            for (int i = 0; i < TRIES && state == State.HELD; i++) {
                if (i > 0) {
                    Thread.sleep(MILLISECONDS_BETWEEN_TRIES);
                }
                state = take(channel);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (state != State.FREE) {
                channel.close();
            }
        }
        return new SystemLock(state, state == State.FREE ? channel : null);
    }

    private static State take(FileChannel channel) {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null ? State.FREE : State.HELD;
        } catch (IOException e) {
            return State.NO_LOCKS;
        }
    }

    /** What the lock is, which stays as it is. Needs no permission to write. */
    static State stateOf(Path file) throws IOException {
        try (FileChannel probe = FileChannel.open(file, StandardOpenOption.READ)) {
            return ask(probe);
        } catch (NoSuchFileException e) {
            return State.FREE;
        }
    }

    private static State ask(FileChannel channel) {
        try (FileLock free = channel.tryLock(LOCKED_BYTE, 1, true)) {
            return free != null ? State.FREE : State.HELD;
        } catch (IOException e) {
            return State.NO_LOCKS;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
