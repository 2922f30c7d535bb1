package org.fpn4j.experiments.ablation;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunLock;

/** What one process at a time does in a directory, while the others wait. */
final class DirectoryLock {
    private static final long MILLISECONDS_BETWEEN_TRIES = 50;

    private DirectoryLock() {}

    /** Does something when nobody else does. */
    static void during(RunDirectory directory, String command, Runnable doing) {
        Optional<RunLock> lock = RunLock.tryAcquire(directory, command);
        while (lock.isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MILLISECONDS_BETWEEN_TRIES));
            lock = RunLock.tryAcquire(directory, command);
        }
        try {
            doing.run();
        } finally {
            lock.get().close();
        }
    }
}
