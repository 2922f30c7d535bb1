package org.fpn4j.heads.roi;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * How maps of regions are pooled from a pyramid.
 *
 * <pre>
 *              torchvision   detectron2
 * samples      2             0
 * aligned      false         true
 * epsilon      torchvision   detectron2
 * </pre>
 *
 * @param maxLevel coarsest level that regions are pooled from; the finest is the pyramid's
 * @param size rows and columns of a region's map
 * @param samples in each direction of a cell; 0: as many as it is cells of the level wide or high, rounded up
 * @param aligned whether coordinates are those of pixel centres
 * @param canonicalLevel level of a region of the canonical size
 * @param canonicalSize pixels
 * @param epsilon what is added where the level is rounded down
 * @param levels which levels a region is pooled from
 * @param fusion how the maps of several levels become one
 * @param fuse where they do
 */
public record PoolConfig(
        @Range(min = 0, max = 30) int maxLevel,
        @Range(min = 1, max = 1000) int size,
        @Range(min = 0, max = 100) int samples,
        boolean aligned,
        @Range(min = 0, max = 30) int canonicalLevel,
        @Range(min = 0, max = 1e6, aboveMin = true) double canonicalSize,
        RegionLevels.Epsilon epsilon,
        Levels levels,
        Fusion fusion,
        Fuse fuse) {
    /** Which levels. */
    public enum Levels {
        /** The one of the region's size (arXiv:1612.03144v2, equation 1). */
        ASSIGNED,
        /** All of them: adaptive feature pooling (Liu et al., arXiv:1803.01534v4, section 3.2). */
        ALL
    }

    /** How maps of all levels are fused, place by place. */
    public enum Fusion {
        MAX,
        SUM
    }

    /** Where maps of all levels are fused. */
    public enum Fuse {
        /** As they are pooled. */
        BEFORE_FIRST_LAYER,
        /** After the head's first layer, which is applied to each (arXiv:1803.01534v4, table 4). */
        AFTER_FIRST_LAYER
    }

    /**
     * torchvision's.
     *
     * @param size 7 for boxes, 14 for masks
     */
    public PoolConfig(int size) {
        this(
                5,
                size,
                2,
                false,
                4,
                224,
                RegionLevels.Epsilon.TORCHVISION,
                Levels.ASSIGNED,
                Fusion.MAX,
                Fuse.AFTER_FIRST_LAYER);
    }

    public PoolConfig {
        requireNonNull(epsilon, "epsilon is null");
        requireNonNull(levels, "levels is null");
        requireNonNull(fusion, "fusion is null");
        requireNonNull(fuse, "fuse is null");
        FieldChecks.of(PoolConfig.class)
                .bounds("maxLevel", maxLevel)
                .bounds("size", size)
                .bounds("samples", samples)
                .bounds("canonicalLevel", canonicalLevel)
                .bounds("canonicalSize", canonicalSize)
                .done();
    }

    /**
     * Checks that the pyramid has the level.
     *
     * @param place of this in the head's config
     */
    public void check(String place, PyramidSpec pyramid) {
        new FieldChecks()
                .require(
                        pyramid.contains(maxLevel),
                        place + ".max_level",
                        maxLevel,
                        "must be one of the pyramid's levels " + pyramid.names())
                .done();
    }

    /** Names of the levels that regions are pooled from, finest first. */
    public List<String> names(PyramidSpec pyramid) {
        return pyramid.range(pyramid.finest().level(), maxLevel).names();
    }

    /** Names of the levels that each box is pooled from. */
    public List<List<String>> levelsOf(List<Box> boxes, PyramidSpec pyramid) {
        List<String> all = names(pyramid);
        double[] borders = assigned(pyramid).borders();
        List<List<String>> ofBoxes = new ArrayList<>();
        for (Box box : boxes) {
            int place = RegionLevels.place(borders, box.x1(), box.y1(), box.x2(), box.y2());
            ofBoxes.add(levels == Levels.ALL ? all : List.of(all.get(place)));
        }
        return ofBoxes;
    }

    private RegionLevels assigned(PyramidSpec pyramid) {
        return new RegionLevels(pyramid.finest().level(), maxLevel, canonicalLevel, canonicalSize, epsilon);
    }

    /**
     * Pools the regions and applies layers.
     *
     * @param regions {@code [N, R, V]}, corners first
     * @param layers of the head, in order
     * @return {@code [N * R, ...]}
     */
    public Tensor apply(Graph graph, Pyramid pyramid, Tensor regions, List<Layer> layers) {
        Layer rest = Layer.sequence(layers.subList(1, layers.size()));
        if (levels == Levels.ASSIGNED) {
            return layers.get(0).then(rest).apply(graph, pooled(graph, pyramid, regions, assigned(pyramid.spec())));
        }
        List<Tensor> maps = new ArrayList<>();
        for (int level = pyramid.spec().finest().level(); level <= maxLevel; level++) {
            Graph scope = graph.scope(pyramid.spec().name(level));
            RegionLevels one = new RegionLevels(level, level, canonicalLevel, canonicalSize, epsilon);
            Tensor map = pooled(scope, pyramid, regions, one);
            maps.add(fuse == Fuse.AFTER_FIRST_LAYER ? layers.get(0).apply(scope, map) : map);
        }
        Tensor fused = fused(graph, maps);
        return (fuse == Fuse.AFTER_FIRST_LAYER ? rest : layers.get(0).then(rest)).apply(graph, fused);
    }

    private Tensor fused(Graph graph, List<Tensor> maps) {
        if (maps.size() == 1) {
            return maps.get(0);
        }
        return graph.apply(fusion == Fusion.MAX ? new Operation.Maximum() : new Operation.Sum(), maps);
    }

    private Tensor pooled(Graph graph, Pyramid pyramid, Tensor regions, RegionLevels from) {
        List<Integer> strides = new ArrayList<>();
        List<Tensor> inputs = new ArrayList<>();
        for (int level = from.finest(); level <= from.coarsest(); level++) {
            strides.add(1 << level);
            inputs.add(pyramid.named().get(pyramid.spec().name(level)));
        }
        inputs.add(regions);
        return graph.apply(new Operation.RoiAlign(strides, from, size, samples, aligned), inputs);
    }

    /** The same with another {@code maxLevel}. */
    public PoolConfig withMaxLevel(int maxLevel) {
        return RecordCopy.with(this, "maxLevel", maxLevel);
    }

    /** The same with another {@code size}. */
    public PoolConfig withSize(int size) {
        return RecordCopy.with(this, "size", size);
    }

    /** The same with another {@code levels}. */
    public PoolConfig withLevels(Levels levels) {
        return RecordCopy.with(this, "levels", levels);
    }

    /** The same with another {@code fusion}. */
    public PoolConfig withFusion(Fusion fusion) {
        return RecordCopy.with(this, "fusion", fusion);
    }

    /** The same with another {@code fuse}. */
    public PoolConfig withFuse(Fuse fuse) {
        return RecordCopy.with(this, "fuse", fuse);
    }
}
