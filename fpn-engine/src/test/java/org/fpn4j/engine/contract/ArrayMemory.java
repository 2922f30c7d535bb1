package org.fpn4j.engine.contract;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.fpn4j.core.execution.Feed;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.execution.VectorAlgebra;

/** A device that is an array on Java's heap: no native library can reach what lies there, as with a real one. */
public final class ArrayMemory implements Memory {
    private final VectorAlgebra algebra = new Algebra();
    private long allocated;
    private long taken;

    /** How many values all vectors have that are not closed. */
    public long allocated() {
        return allocated;
    }

    @Override
    public String name() {
        return "array";
    }

    @Override
    public ArrayVector allocate(long length) {
        float[] values = new float[Math.toIntExact(length)];
        Arrays.fill(values, Float.NaN); // not defined
        allocated += length;
        return new ArrayVector(values, 0, values.length, false);
    }

    @Override
    public boolean isFed() {
        return true;
    }

    /** A vector of its own for what is brought, and how often that was taken. */
    @Override
    public Feed feed(long length) {
        ArrayVector brought = allocate(length);
        return new Feed() {
            @Override
            public Memory memory() {
                return ArrayMemory.this;
            }

            @Override
            public void bring(float[] values) {
                brought.write(values);
            }

            @Override
            public void put(FlatVector target, long at) {
                target.copy(at, brought, 0, length);
                taken++;
            }

            @Override
            public void close() {
                brought.close();
            }
        };
    }

    /** How often values were taken that had been brought before. */
    public long taken() {
        return taken;
    }

    @Override
    public VectorAlgebra algebra() {
        return algebra;
    }

    /** A vector of this memory, with the array for kernels of this memory. */
    public final class ArrayVector implements FlatVector {
        private final float[] values;
        private final int offset;
        private final int length;
        private final boolean part;
        private boolean closed;

        private ArrayVector(float[] values, int offset, int length, boolean part) {
            this.values = values;
            this.offset = offset;
            this.length = length;
            this.part = part;
        }

        /** The whole array; this vector begins at {@link #offset}. */
        public float[] array() {
            if (closed) {
                throw new IllegalStateException("the memory of this vector was given back");
            }
            return values;
        }

        /** Where it begins in the array. */
        public int offset() {
            return offset;
        }

        @Override
        public Memory memory() {
            return ArrayMemory.this;
        }

        @Override
        public long size() {
            return length;
        }

        @Override
        public void read(long from, float[] target, int at, int count) {
            Objects.checkFromIndexSize(from, count, length);
            System.arraycopy(array(), offset + (int) from, target, at, count);
        }

        @Override
        public void write(long at, float[] source, int from, int count) {
            Objects.checkFromIndexSize(at, count, length);
            System.arraycopy(source, from, array(), offset + (int) at, count);
        }

        @Override
        public ArrayVector part(long from, long count) {
            Objects.checkFromIndexSize(from, count, length);
            return new ArrayVector(values, offset + (int) from, (int) count, true);
        }

        @Override
        public void close() {
            if (!part && !closed) {
                closed = true;
                allocated -= length;
            }
        }
    }

    private static final class Algebra implements VectorAlgebra {
        private interface Operator {
            float of(float x, float y);
        }

        private static void each(FlatVector x, FlatVector y, FlatVector z, Operator operator) {
            ArrayVector a = (ArrayVector) x;
            ArrayVector b = (ArrayVector) y;
            ArrayVector c = (ArrayVector) z;
            for (int i = 0; i < c.length; i++) {
                c.array()[c.offset + i] = operator.of(a.array()[a.offset + i], b.array()[b.offset + i]);
            }
        }

        private static void each(FlatVector x, FlatVector z, DoubleUnaryOperator operator) {
            each(x, x, z, (value, same) -> (float) operator.applyAsDouble(value));
        }

        @Override
        public void fill(FlatVector z, double number) {
            each(z, z, value -> number);
        }

        @Override
        public void add(FlatVector x, FlatVector y, FlatVector z) {
            each(x, y, z, Float::sum);
        }

        @Override
        public void add(FlatVector x, double number, FlatVector z) {
            each(x, z, value -> value + number);
        }

        @Override
        public void subtract(FlatVector x, FlatVector y, FlatVector z) {
            each(x, y, z, (a, b) -> a - b);
        }

        @Override
        public void multiply(FlatVector x, FlatVector y, FlatVector z) {
            each(x, y, z, (a, b) -> a * b);
        }

        @Override
        public void multiply(FlatVector x, double factor, FlatVector z) {
            each(x, z, value -> value * factor);
        }

        @Override
        public void divide(FlatVector x, FlatVector y, FlatVector z) {
            each(x, y, z, (a, b) -> a / b);
        }

        @Override
        public void divide(FlatVector x, double divisor, FlatVector z) {
            each(x, z, value -> value / divisor);
        }

        @Override
        public void squareRoot(FlatVector x, FlatVector z) {
            each(x, z, Math::sqrt);
        }

        @Override
        public long stretch() {
            return Long.MAX_VALUE;
        }
    }
}
