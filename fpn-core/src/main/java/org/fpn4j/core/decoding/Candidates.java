package org.fpn4j.core.decoding;

import java.util.Arrays;

/**
 * Scored indices, of which the best are wanted. A score and the complement of its index make one long, so that larger
 * longs are better scores and, among equal scores, smaller indices; selecting needs no object and no comparator.
 */
public final class Candidates {
    private static final int FIRST = 1024;

    private final int wanted; // of these the best are kept, at least
    private long[] keys = new long[FIRST];
    private int size;

    /** Keeps all. */
    public Candidates() {
        this(Integer.MAX_VALUE);
    }

    private Candidates(int wanted) {
        this.wanted = wanted;
    }

    /** Keeps the best, in room for a few times as many as will be asked for, however many are added. */
    static Candidates of(int wanted) {
        return new Candidates(wanted);
    }

    /**
     * Adds a candidate.
     *
     * @param score any number; 0 and -0 are equal
     * @param index 0 or more, unique
     */
    public void add(float score, int index) {
        if (size == keys.length) {
            makeRoom();
        }
        keys[size++] = (long) ordered(Float.floatToIntBits(score + 0f)) << 32 | (~index & 0xFFFFFFFFL);
    }

    private void makeRoom() {
        if (size / 4 >= wanted) {
            int from = select(wanted);
            System.arraycopy(keys, from, keys, 0, wanted);
            size = wanted;
        } else {
            keys = Arrays.copyOf(keys, 2 * size);
        }
    }

    /** Forgets all candidates. */
    public void clear() {
        size = 0;
    }

    /** Number of candidates that there is room for. */
    int room() {
        return keys.length;
    }

    /** Number of candidates that are kept. */
    public int size() {
        return size;
    }

    /** The best keys in order, at most {@code wanted}; {@link #score} and {@link #index} take them apart. */
    public long[] best(int wanted) {
        int from = select(wanted);
        long[] best = Arrays.copyOfRange(keys, from, size);
        Arrays.sort(best);
        for (int i = 0, j = best.length - 1; i < j; i++, j--) {
            long swap = best[i];
            best[i] = best[j];
            best[j] = swap;
        }
        return best;
    }

    /** {@link #best}, which are then candidates no more. */
    public long[] takeBest(int wanted) {
        long[] best = best(wanted);
        size -= best.length; // they stand last
        return best;
    }

    /** Moves the best, at most {@code wanted}, to others without putting them in order. */
    void moveBest(int wanted, Candidates others) {
        int from = select(wanted);
        int moved = size - from;
        if (others.keys.length < others.size + moved) {
            others.keys = Arrays.copyOf(others.keys, Math.max(2 * others.size, others.size + moved));
        }
        System.arraycopy(keys, from, others.keys, others.size, moved);
        others.size += moved;
        size = from;
    }

    /** The score in a key. */
    public static float score(long key) {
        return Float.intBitsToFloat(ordered((int) (key >>> 32)));
    }

    /** Bits of floats as integers of the same order, and back: those of negative floats grow with the magnitude. */
    private static int ordered(int bits) {
        return bits ^ (bits >> 31 & 0x7FFFFFFF);
    }

    /** The index in a key. */
    public static int index(long key) {
        return ~(int) key;
    }

    /** Quickselect: afterwards no key before the returned place is above one of the {@code wanted} from there on. */
    private int select(int wanted) {
        int place = Math.max(0, size - wanted);
        if (place > 0) {
            part(place);
        }
        return place;
    }

    private void part(int place) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            long pivot = median(keys[low], keys[(low + high) >>> 1], keys[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swap = keys[i];
                    keys[i++] = keys[j];
                    keys[j--] = swap;
                }
            }
            if (place <= j) {
                high = j;
            } else if (place >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
