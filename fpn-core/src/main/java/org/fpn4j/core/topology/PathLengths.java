package org.fpn4j.core.topology;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All ways from one map to another, by the convolutions on them; a depthwise convolution and the pointwise one after it are two.
 *
 * @param count how many ways there are
 * @param shortest convolutions on the shortest way
 * @param longest convolutions on the longest
 * @param total convolutions on all ways together
 * @param scaleChanges changes of a map's size on the way that has the fewest
 */
public record PathLengths(BigInteger count, int shortest, int longest, BigInteger total, int scaleChanges) {
    private static final PathLengths NO_STEP = new PathLengths(BigInteger.ONE, 0, 0, BigInteger.ZERO, 0);

    public PathLengths {
        requireNonNull(count, "count is null");
        requireNonNull(total, "total is null");
    }

    /** Convolutions on the mean of all ways. */
    public double mean() {
        return new BigDecimal(total)
                .divide(new BigDecimal(count), MathContext.DECIMAL64)
                .doubleValue();
    }

    /**
     * The ways through some nodes from one tensor to each that is reached, by place.
     *
     * @param nodes in the order of the definition
     * @param from place of the tensor where ways begin; one that a node makes is not made of others here
     */
    public static Map<Integer, PathLengths> from(int from, List<FlowNode> nodes) {
        Map<Integer, PathLengths> known = new HashMap<>();
        known.put(from, NO_STEP);
        for (FlowNode node : nodes) {
            if (node.place() != from) {
                node.sources().stream()
                        .flatMap(source -> Optional.ofNullable(known.get(source.place())).stream())
                        .reduce(PathLengths::or)
                        .ifPresent(ways -> known.put(node.place(), ways.through(node)));
            }
        }
        return known;
    }

    private PathLengths or(PathLengths other) {
        return new PathLengths(
                count.add(other.count),
                Math.min(shortest, other.shortest),
                Math.max(longest, other.longest),
                total.add(other.total),
                Math.min(scaleChanges, other.scaleChanges));
    }

    private PathLengths through(FlowNode node) {
        int more = node.convolves() ? 1 : 0;
        return new PathLengths(
                count,
                shortest + more,
                longest + more,
                node.convolves() ? total.add(count) : total,
                scaleChanges + (node.changesScale() ? 1 : 0));
    }
}
