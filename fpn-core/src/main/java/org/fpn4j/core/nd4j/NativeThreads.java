package org.fpn4j.core.nd4j;

import java.util.function.Supplier;
import org.fpn4j.config.problem.UserInputException;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * With how many threads native kernels compute, held for as long as something uses them. ND4J has one number for a whole
 * process, and the number of threads decides the bits: who asks for another one while one is held is refused, unless all that
 * hold one take turns.
 */
public final class NativeThreads implements AutoCloseable {
    private static int held; // meaningful while somebody holds it
    private static int holders;
    private static int turns; // how many see to it that holders take turns

    private final int count;
    private boolean closed;

    private NativeThreads(int count) {
        this.count = count;
    }

    /**
     * Holds a number.
     *
     * @param count 1 or more
     * @throws UserInputException where another number is held
     */
    public static NativeThreads hold(int count) {
        synchronized (NativeThreads.class) {
            if (holders > 0 && held != count && turns == 0) {
                throw new UserInputException(
                        "execution",
                        "threads[" + count + "] cannot be kept apart from threads[" + held
                                + "] of another network in this process",
                        "use one number for all that compute at the same time");
            }
            set(count);
            holders++;
        }
        return new NativeThreads(count);
    }

    private static void set(int count) {
        Nd4j.getEnvironment().setMaxMasterThreads(count);
        Nd4j.getEnvironment().setMaxThreads(count);
        held = count;
    }

    /**
     * Does work in which several numbers may be held, because who computes in it takes turns: one at a time, and {@link #enter}
     * at the beginning of each turn.
     */
    public static <T> T inTurns(Supplier<T> work) {
        turns(1);
        try {
            return work.get();
        } finally {
            turns(-1);
        }
    }

    private static synchronized void turns(int more) {
        turns += more;
    }

    /** How many. */
    public int count() {
        return count;
    }

    /** Makes the number that of the calling thread: OpenMP remembers one for each thread that starts work. */
    public void enter() {
        synchronized (NativeThreads.class) {
            if (held != count) {
                set(count);
            }
        }
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(count);
    }

    /** How many the calling thread's kernels compute with, for loops beside them. */
    public static int ofThisThread() {
        Nd4j.getBackend(); // finds the operations of the next line
        return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }

    /** Does work that is too small to be divided: the calling thread's kernels compute alone meanwhile. */
    public static <T> T alone(Supplier<T> work) {
        int before = ofThisThread();
        NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        operations.setOmpNumThreads(1);
        try {
            return work.get();
        } finally {
            operations.setOmpNumThreads(before);
        }
    }

    @Override
    public void close() {
        synchronized (NativeThreads.class) {
            if (!closed) {
                closed = true;
                holders--;
            }
        }
    }
}
