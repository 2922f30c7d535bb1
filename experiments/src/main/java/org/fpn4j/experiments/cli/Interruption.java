package org.fpn4j.experiments.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.fpn4j.experiments.training.Caller;
import org.fpn4j.training.loop.StopRequest;
import org.fpn4j.training.loop.TrainingStopped;

/**
 * Ctrl-C and SIGTERM: trainings stop after the step in progress with a checkpoint, a server with the picture that it looks at,
 * anything else stops at once; a second signal ends whatever goes on. A process has its signals once, so this has no instances.
 */
final class Interruption {
    /** The exit code of whatever was interrupted. */
    static final int EXIT_CODE = 130;

    private static final StopRequest STOP = new StopRequest();
    private static final AwaitedStop AWAITED = new AwaitedStop();
    private static final AtomicInteger SIGNALS = new AtomicInteger();
    private static volatile String wayOn = "";

    private Interruption() {}

    /** Hears of signals from here on. */
    static void listen() {
        for (String signal : new String[] {"INT", "TERM"}) {
            try {
                listen(signal);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                return; // a Java without this class, or a system without this signal: Java's own way remains
            }
        }
    }

    /* A shutdown hook would do without reflection, but Java hears no second signal while hooks run. The compiler refuses
    the class by name, because it is documented as supported on the way to something better only. */
    private static void listen(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object listener = Proxy.newProxyInstance(
                Interruption.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == handler) {
                        heard();
                        return null;
                    }
                    return method.invoke(STOP, arguments); // of any object
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
    }

    /** Each signal has a thread of its own. */
    private static void heard() {
        if (SIGNALS.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(EXIT_CODE); // not even printing may keep it
        }
        if (Boolean.getBoolean("fpn.terminal")) {
            Console.log().println(); // a progress line may stand there
        }
        if (STOP.ask()) {
            Console.log().println("stopping after this step, with a checkpoint; a second signal ends at once");
        } else if (AWAITED.tell()) {
            Console.log().println("stopping; a second signal ends at once");
        } else {
            tell("interrupted");
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** Who started this is gone: the same as one signal, whatever goes on. */
    static void leave() {
        if (!STOP.ask()) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** Whoever typed a command that trains: hears on standard error, and asks to stop by signals. */
    static Caller caller() {
        return new Caller(
                Invocation.text(), Console.log()::println, TerminalProgress::new, new PictureProgress(), STOP);
    }

    /** Waits for the first signal, which then ends nothing by itself. */
    static void await() {
        AWAITED.await();
    }

    /** Remembers the command that goes on with what is being done. */
    static void goOnWith(String command) {
        wayOn = command;
    }

    /** Says how far a training got and how to go on. */
    static void tell(TrainingStopped stopped) {
        tell(stopped.getMessage() + (stopped.step() > 0 ? " with a checkpoint" : ""));
    }

    /** Says what happened and how to go on. */
    static void tell(String what) {
        Console.log().println(wayOn.isEmpty() ? what : what + "; this goes on with it:\n    " + wayOn);
        Console.log().flush();
    }
}
