package org.fpn4j.core.nd4j;

import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The values of an array for what is computed in Java, in the order of its shape. Several threads may read and write places
 * of their own. Between {@link #fetch} and what is computed, and between that and {@link #written}, no kernel of ND4J runs.
 */
public final class ArrayValues {
    private final INDArray array;
    private final FloatIndexer values;

    private ArrayValues(INDArray array) {
        this.array = array;
        this.values = FloatIndexer.create(
                new FloatPointer(array.data().addressPointer()).capacity(array.length()), array.length());
    }

    /** The values of an array without gaps. */
    public static ArrayValues of(INDArray array) {
        long stride = 1;
        for (int i = array.rank() - 1; i >= 0; i--) {
            if (array.size(i) != 1 && array.stride(i) != stride) {
                throw new IllegalArgumentException("the values of an array must stand one after the other");
            }
            stride *= array.size(i);
        }
        return new ArrayValues(array);
    }

    /** How many. */
    public long size() {
        return array.length();
    }

    /** Brings the values to the host where a device has the latest. */
    public void fetch() {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    }

    /** Says that the host has the latest values. */
    public void written() {
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    /** Copies some of the values into an array, from {@code target[at]} on. */
    public void read(long from, float[] target, int at, int count) {
        Objects.checkFromIndexSize(from, count, size());
        for (int i = 0; i < count; i++) {
            target[at + i] = values.get(from + i);
        }
    }

    /** Replaces some of the values. */
    public void write(long at, float[] source, int from, int count) {
        Objects.checkFromIndexSize(at, count, size());
        for (int i = 0; i < count; i++) {
            values.put(at + i, source[from + i]);
        }
    }
}
