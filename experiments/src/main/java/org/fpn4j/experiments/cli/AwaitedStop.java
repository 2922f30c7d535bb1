package org.fpn4j.experiments.cli;

/** Somebody who goes on until told to stop. Thread-safe. */
final class AwaitedStop {
    private boolean awaited;
    private boolean told;

    /** Tells; true where somebody hears it. */
    synchronized boolean tell() {
        told = true;
        notifyAll();
        return awaited;
    }

    /** Returns when somebody has told. */
    synchronized void await() {
        awaited = true;
        while (!told) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
