package org.fpn4j.experiments.ablation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.training.config.ExecutionConfig;

/**
 * Where cells are computed: on the device that their config names, or where it names none on whichever of its kernels'
 * devices the fewest are computed on. Each device has as many cells at a time as the ablation has workers; the host is one
 * device.
 */
final class DevicePlaces {
    /**
     * A device.
     *
     * @param kernels whose it is
     * @param index as in {@code execution.device}
     */
    record Device(String kernels, int index) {}

    private final int workers;
    private final Map<Device, Integer> taken = new HashMap<>();

    /** @param workers cells at a time on each device */
    DevicePlaces(int workers) {
        this.workers = workers;
    }

    /**
     * The devices that a cell may be computed on, one or more.
     *
     * @throws org.fpn4j.config.problem.UserInputException where the config asks for what this machine does not have
     */
    static List<Device> of(Cell cell) {
        ExecutionConfig execution = cell.experiment().config().execution();
        String kernels = execution.usedKernels();
        return cell.experiment().namesDevice()
                ? List.of(new Device(kernels, execution.device()))
                : IntStream.range(0, execution.devices())
                        .mapToObj(index -> new Device(kernels, index))
                        .toList();
    }

    /** How many cells can be computed at a time on all devices of some cells together. */
    int atATime(List<Cell> cells) {
        Set<Device> all = new LinkedHashSet<>();
        cells.forEach(cell -> all.addAll(of(cell)));
        return workers * all.size();
    }

    /** Takes a place on one of some devices, and waits until there is one. */
    synchronized Device take(List<Device> devices) throws InterruptedException {
        Optional<Device> free = free(devices);
        while (free.isEmpty()) {
            wait();
            free = free(devices);
        }
        taken.merge(free.get(), 1, Integer::sum);
        return free.get();
    }

    private Optional<Device> free(List<Device> devices) {
        return devices.stream()
                .filter(device -> cellsOn(device) < workers)
                .min(Comparator.comparingInt(this::cellsOn)); // the first of those with as few
    }

    private int cellsOn(Device device) {
        return taken.getOrDefault(device, 0);
    }

    /** Gives a place back. */
    synchronized void giveBack(Device device) {
        taken.merge(device, -1, Integer::sum);
        notifyAll();
    }
}
