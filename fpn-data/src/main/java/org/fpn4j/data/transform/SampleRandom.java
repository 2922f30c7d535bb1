package org.fpn4j.data.transform;

/**
 * Random numbers keyed by a seed, a purpose and numbers: the same key gives the same numbers, whoever asks, in whatever
 * order and on whatever Java version.
 *
 * <p>Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014 (SplitMix64); the key is absorbed
 * word by word with the same finaliser.
 */
public final class SampleRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio, odd
    private long state;

    private SampleRandom(long state) {
        this.state = state;
    }

    /**
     * The generator of a key.
     *
     * @param purpose what the numbers are for, so that two uses of one seed do not share numbers
     * @param numbers as {@code epoch, image id}
     */
    public static SampleRandom of(long seed, String purpose, long... numbers) {
        long key = mix(seed + GOLDEN);
        for (int i = 0; i < purpose.length(); i++) {
            key = absorb(key, purpose.charAt(i));
        }
        key = absorb(key, ~(long) purpose.length());
        for (long number : numbers) {
            key = absorb(key, number);
        }
        return new SampleRandom(key);
    }

    /** Sixty-four random bits. */
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform between the bounds. */
    public double uniform(double least, double most) {
        return least + (most - least) * nextDouble();
    }

    /** Uniform in [0, bound). */
    public int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound[" + bound + "] must be >= 1");
        }
        return (int) (((nextLong() >>> 32) * bound) >>> 32); // bias below 2^-32 * bound: of no weight here
    }

    /** True with this probability. */
    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** Normal with mean 0 and standard deviation 1 (Box and Muller, 1958). */
    public double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    private static long absorb(long key, long word) {
        return mix((key ^ mix(word + GOLDEN)) + GOLDEN);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
