package org.fpn4j.experiments.run;

import java.nio.file.Path;

/** A program that takes the lock of a run's directory, says whether it has it, and holds it until it is killed. */
public final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws InterruptedException {
        RunDirectory directory = new RunDirectory(Path.of(arguments[0]));
        boolean held =
                RunLock.tryAcquire(directory, "./fpn train elsewhere.yaml").isPresent();
        System.out.println(held ? "held" : "refused");
        if (held) {
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
