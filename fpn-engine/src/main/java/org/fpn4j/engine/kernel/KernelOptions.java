package org.fpn4j.engine.kernel;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Set;
import org.fpn4j.core.execution.Executor.Purpose;

/**
 * How kernels of a network are to compute.
 *
 * @param precision of activations, and of kernels while they are multiplied
 * @param threads of native kernels on the host; 1 or more
 * @param device index of the device, from 0
 * @param tf32 whether {@code float32} may be multiplied as TF32
 * @param deterministic whether the same inputs must give the same bits
 * @param search whether algorithms are chosen by timing them
 * @param purpose of the network
 * @param ranges of its maps, for {@link Precision#INT8}
 */
public record KernelOptions(
        Precision precision,
        int threads,
        int device,
        boolean tf32,
        boolean deterministic,
        boolean search,
        Purpose purpose,
        Ranges ranges) {
    public KernelOptions {
        requireNonNull(precision, "precision is null");
        requireNonNull(purpose, "purpose is null");
        requireNonNull(ranges, "ranges is null");
    }

    /** The same for training, which prediction can do with, too. */
    public KernelOptions(
            Precision precision, int threads, int device, boolean tf32, boolean deterministic, boolean search) {
        this(precision, threads, device, tf32, deterministic, search, Purpose.TRAINING, Ranges.NONE);
    }

    /** The same for another purpose. */
    public KernelOptions of(Purpose other) {
        return new KernelOptions(precision, threads, device, tf32, deterministic, search, other, ranges);
    }

    /** The same for a network with maps of these ranges. */
    public KernelOptions with(Ranges known) {
        return new KernelOptions(precision, threads, device, tf32, deterministic, search, purpose, known);
    }

    /** Nothing that only some libraries know. */
    public static KernelOptions of(Precision precision, int threads) {
        return new KernelOptions(precision, threads, 0, false, true, false);
    }

    /** A key's value, as people write it. */
    public String value(KernelKey key) {
        return switch (key) {
            case DEVICE -> Integer.toString(device);
            case TF32 -> Boolean.toString(tf32);
            case DETERMINISTIC -> Boolean.toString(deterministic);
            case SEARCH -> Boolean.toString(search);
        };
    }

    /** The keys that ask for something, which a library must read to be chosen. */
    public Set<KernelKey> asked() {
        Set<KernelKey> asked = EnumSet.allOf(KernelKey.class);
        asked.removeIf(key -> value(key).equals(key.usual()));
        return asked;
    }
}
