package org.fpn4j.experiments.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What was found until now. Written by the training that compares, while the other one waits. */
final class Findings {
    private final OptionalDouble tolerance;
    private final List<Difference> departures = new ArrayList<>(); // of the first step that has some
    private final List<Growth> growth = new ArrayList<>();
    private Optional<Difference> firstBits = Optional.empty();
    private long compared;

    /**
     * The tensor of a step that differs most.
     *
     * @param share its largest distance as a share of its largest magnitude; 0 where no bit differs
     * @param tensor empty where no bit differs
     */
    record Growth(long step, double share, Optional<Told> tensor) {}

    /** @param tolerance up to which shares of a tensor's largest magnitude are no difference; without it bits count */
    Findings(OptionalDouble tolerance) {
        this.tolerance = tolerance;
    }

    void add(Told tensor, Optional<Difference> found) {
        compared++;
        grow(tensor, found);
        if (found.isEmpty()) {
            return;
        }
        firstBits = firstBits.or(() -> found);
        boolean sameStep = departures.isEmpty() || departures.get(0).tensor().step() == tensor.step();
        if (departs(found.get()) && sameStep) {
            departures.add(found.get());
        }
    }

    private void grow(Told tensor, Optional<Difference> found) {
        double share = found.map(Difference::share).orElse(0.0);
        int last = growth.size() - 1;
        if (last < 0 || growth.get(last).step() != tensor.step()) {
            growth.add(new Growth(tensor.step(), share, found.map(Difference::tensor)));
        } else if (share > growth.get(last).share() || growth.get(last).tensor().isEmpty()) {
            growth.set(last, new Growth(tensor.step(), share, found.map(Difference::tensor)));
        }
    }

    private boolean departs(Difference difference) {
        return tolerance.isEmpty() || difference.share() > tolerance.getAsDouble();
    }

    /** Whether nothing that is still to come could change what is said. */
    boolean isDecided() {
        return tolerance.isEmpty() && !departures.isEmpty();
    }

    OptionalDouble tolerance() {
        return tolerance;
    }

    /** Tensors that were compared. */
    long compared() {
        return compared;
    }

    /** All that differ, or differ by more than is tolerated, in the first step that has some, in their order. */
    List<Difference> departures() {
        return List.copyOf(departures);
    }

    /** The first tensor with other bits. */
    Optional<Difference> firstBits() {
        return firstBits;
    }

    /** Step by step, those before the first included. */
    List<Growth> growth() {
        return List.copyOf(growth);
    }
}
