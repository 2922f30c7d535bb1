package org.fpn4j.tracking.mlflow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Sends values in a thread of its own, so that a server which is slow or gone does not hold up a training. What cannot be sent
 * waits, up to a number; what comes then is lost, and counted.
 */
final class Sender {
    private static final int MOST_WAITING = 100_000;
    private static final int MOST_ATTEMPTS_AT_END = 3; // in a row
    private static final int FAILURES_TO_TELL = 2; // one is a connection that the server had closed

    /** Where values go. */
    @FunctionalInterface
    interface Destination {
        void send(List<MetricPoint> points) throws Refusal, InterruptedException;
    }

    /**
     * Values that are sent in one call.
     *
     * @param atEnd whether no others will come
     */
    private record Batch(List<MetricPoint> points, boolean atEnd) {}

    private final Destination destination;
    private final Patience patience;
    private final Thread thread;
    private final Deque<MetricPoint> waiting = new ArrayDeque<>();
    private final List<String> news = new ArrayList<>();
    private int failures; // in a row
    private boolean gone; // was told
    private boolean awaited; // its return is to be told
    private boolean refused; // was told
    private boolean ending;
    private long lost;

    Sender(Destination destination, Patience patience) {
        this.destination = destination;
        this.patience = patience;
        this.thread = new Thread(this::run, "mlflow");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Takes a value to be sent. */
    synchronized void take(MetricPoint point) {
        if (waiting.size() < MOST_WAITING) {
            waiting.add(point);
            notifyAll();
        } else {
            lost++;
        }
    }

    /** What the person who waits does not know yet. Of several times that the server is gone the first is told. */
    synchronized List<String> news() {
        List<String> told = List.copyOf(news);
        news.clear();
        return told;
    }

    /** Sends what is left, for a while, and returns how many values have never arrived. */
    long end() throws InterruptedException {
        synchronized (this) {
            ending = true;
            notifyAll();
        }
        thread.join(patience.end().toMillis());
        thread.interrupt();
        thread.join(patience.end().toMillis());
        synchronized (this) {
            return lost + waiting.size();
        }
    }

    private void run() {
        Duration pause = patience.retry();
        int attemptsAtEnd = 0;
        try {
            while (gather()) {
                Batch batch = first();
                attemptsAtEnd += batch.atEnd() ? 1 : 0;
                try {
                    destination.send(batch.points());
                    arrived(batch.points().size());
                    pause = patience.retry();
                    attemptsAtEnd = 0;
                } catch (Refusal e) {
                    failed(e, batch.points().size());
                    if (attemptsAtEnd == MOST_ATTEMPTS_AT_END) {
                        return;
                    }
                    pause(batch.atEnd() ? patience.retry() : pause, batch.atEnd());
                    pause = shorter(pause.multipliedBy(2), patience.longestRetry());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end of a training has waited long enough
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Waits for values, and then for others to go with them; false where none will come. */
    private synchronized boolean gather() throws InterruptedException {
        while (waiting.isEmpty() && !ending) {
            wait();
        }
        waitFor(patience.gathering(), () -> ending || waiting.size() >= Calls.MOST_METRICS);
        return !waiting.isEmpty();
    }

    /** Until the end, or where it is there already for the whole time. */
    private synchronized void pause(Duration pause, boolean atEnd) throws InterruptedException {
        waitFor(pause, () -> ending && !atEnd);
    }

    private synchronized void waitFor(Duration longest, BooleanSupplier over) throws InterruptedException {
        long until = System.nanoTime() + longest.toNanos();
        long left = longest.toMillis();
        while (left > 0 && !over.getAsBoolean()) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        }
    }

    private synchronized Batch first() {
        List<MetricPoint> batch = new ArrayList<>();
        for (MetricPoint point : waiting) {
            if (batch.size() == Calls.MOST_METRICS) {
                break;
            }
            batch.add(point);
        }
        return new Batch(batch, ending);
    }

    private synchronized void arrived(int count) {
        remove(count);
        if (awaited) {
            news.add("answers again");
        }
        awaited = false;
        failures = 0;
    }

    /** What is refused for good is lost, what may arrive later stays. */
    private synchronized void failed(Refusal refusal, int count) {
        if (!refusal.isPassing()) {
            remove(count);
            lost += count;
            if (!refused) {
                news.add(refusal.getMessage() + "; those values are lost, and the training goes on");
            }
            refused = true;
            return;
        }
        failures++;
        if (failures == FAILURES_TO_TELL && !gone) {
            news.add(refusal.getMessage() + "; its values wait, and the training goes on");
            gone = true;
            awaited = true;
        }
    }

    private void remove(int count) {
        for (int i = 0; i < count; i++) {
            waiting.remove();
        }
    }
}
