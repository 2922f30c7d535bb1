package org.fpn4j.experiments.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.InputConfig;

/** Refuses work that cannot fit into memory before anything of it is made, and says what would fit. */
public final class MemoryCheck {
    private static final int SMALLEST = 32; // side of an input, in pixels

    private final List<Part> parts; // there at the same time, the first of them is asked for its sizes
    private final MachineMemory machine;

    /** An experiment, and who computes it. */
    private record Part(Experiment experiment, PlanExecutor executor) {
        static Part of(Experiment experiment) {
            return new Part(experiment, experiment.checked().describingExecutor());
        }
    }

    /** For work on an experiment in this process, as much as is free now. */
    public MemoryCheck(Experiment experiment) {
        // the executor first: a device that cannot be served is refused before anything native is loaded
        this(List.of(Part.of(experiment)), MachineMemory.here());
    }

    MemoryCheck(Experiment experiment, MachineMemory machine) {
        this(List.of(Part.of(experiment)), machine);
    }

    MemoryCheck(Experiment experiment, PlanExecutor executor, MachineMemory machine) {
        this(List.of(new Part(experiment, executor)), machine);
    }

    private MemoryCheck(List<Part> parts, MachineMemory machine) {
        this.parts = List.copyOf(parts);
        this.machine = machine;
    }

    /** For work on two experiments at the same time, whose inputs are of one size. */
    public static MemoryCheck ofBoth(Experiment one, Experiment other) {
        List<Part> both = List.of(Part.of(one), Part.of(other)); // before anything native is loaded, as above
        return new MemoryCheck(both, MachineMemory.here());
    }

    static MemoryCheck ofBoth(Experiment one, Experiment other, MachineMemory machine) {
        return new MemoryCheck(List.of(Part.of(one), Part.of(other)), machine);
    }

    /**
     * Before a training with its evaluations.
     *
     * @throws UserInputException where it would not fit
     */
    public void training() {
        require(Work.TRAINING, experiment().config().training().batchSize());
    }

    /** Before trainings that are compared value by value. */
    public void audit() {
        require(Work.AUDIT, experiment().config().training().batchSize());
    }

    /** Before single training steps on one batch. */
    public void step() {
        require(Work.STEP, experiment().config().training().batchSize());
    }

    /** Before detection in batches. */
    public void prediction(int batchSize) {
        require(Work.PREDICTION, batchSize);
    }

    /**
     * Before a look at every level of backbone and pyramid on single images.
     *
     * @param place where the size of the input was said
     */
    public void levelMaps(String place) {
        require(place, Work.LEVEL_MAPS, 1);
    }

    /** Before a look at how large maps become, in {@code float32} and on one image after the other. */
    public void calibration() {
        PlanExecutor float32 = experiment().checked().inFloat32().executor();
        new MemoryCheck(experiment(), float32, machine).require(Work.CALIBRATION, 1);
    }

    private Experiment experiment() {
        return parts.get(0).experiment();
    }

    /** Of all parts together. */
    private MemoryNeed need(Work work, BatchSize size) {
        return parts.stream()
                .map(part -> work.need(part.experiment(), part.executor(), size))
                .reduce(MemoryNeed::and)
                .orElseThrow();
    }

    private void require(Work work, int images) {
        require("training", work, images);
    }

    private void require(String place, Work work, int images) {
        if (CudaBackend.isOnClassPath()) {
            return; // arrays lie in the device's memory
        }
        InputConfig input = experiment().config().input();
        BatchSize size = new BatchSize(images, input.height(), input.width());
        MemoryNeed need = need(work, size);
        if (!machine.holds(need)) {
            List<String> lacking = lacking(need);
            throw new UserInputException(
                    place,
                    "batch_size[" + images + "] at input[" + size.input() + "] needs "
                            + String.join("; and it needs ", lacking),
                    hints(work, size, need).toArray(new String[0]));
        }
    }

    /** What is needed and what there is, of every memory that has not enough. */
    private List<String> lacking(MemoryNeed need) {
        List<String> lacking = new ArrayList<>();
        if (!machine.hostHolds(need)) {
            lacking.add(megabytes(need.arrays()) + " for arrays and " + megabytes(need.heap())
                    + " of Java's heap; there are " + megabytes(machine.arrays()) + " for arrays, "
                    + megabytes(machine.heap()) + " of heap and " + megabytes(machine.machine()) + " in all");
        }
        for (Memory device : need.devices()) {
            long available = MachineMemory.available(device);
            if (need.of(device) > available) {
                lacking.add(megabytes(need.of(device)) + " of memory[" + device.name() + "], where "
                        + megabytes(available) + " are free");
            }
        }
        return lacking;
    }

    private List<String> hints(Work work, BatchSize size, MemoryNeed need) {
        List<String> hints = new ArrayList<>();
        int fitting = largestBatch(work, size, need);
        if (fitting > 0) {
            hints.add("training.batch_size=" + fitting
                    + " fits; training.accumulation makes one step of several batches");
        } else {
            hints.add("not even one image fits" + fittingInput(work, size.of(1)));
        }
        if (!machine.hostHolds(need) && need.arrays() + need.heap() <= machine.machine()) {
            if (need.arrays() > machine.arrays()) {
                hints.add("FPN_OFFHEAP=" + asSetting(need.arrays()) + " allows as much for arrays");
            }
            if (need.heap() > machine.heap()) {
                hints.add("FPN_HEAP=" + asSetting(need.heap()) + " allows as much heap");
            }
        }
        return hints;
    }

    /** A batch that fits, nearly the largest; 0 where none does. Need grows with the batch in a straight line. */
    private int largestBatch(Work work, BatchSize size, MemoryNeed need) {
        MemoryNeed one = need(work, size.of(1));
        if (!machine.holds(one)) {
            return 0;
        }
        int fitting = size.images();
        MemoryNeed last = need;
        while (!machine.holds(last)) {
            double share = machine.share(one, last);
            fitting = Math.max(1, Math.min(fitting - 1, (int) (1 + share * (fitting - 1))));
            last = need(work, size.of(fitting));
        }
        return fitting;
    }

    /** An input that fits, its sides halved as often as it takes. */
    private String fittingInput(Work work, BatchSize size) {
        for (BatchSize smaller = size.halved(); smaller.height() >= SMALLEST && smaller.width() >= SMALLEST; ) {
            if (machine.holds(need(work, smaller))) {
                return "; an input of " + smaller.input() + " would";
            }
            smaller = smaller.halved();
        }
        return ", nor would a smaller one: the network itself is too large";
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", (bytes + 999_999) / 1_000_000);
    }

    /** In the launcher's units, with a little room. */
    private static String asSetting(long bytes) {
        return ((bytes + bytes / 20) >> 20) + 64 + "m";
    }
}
