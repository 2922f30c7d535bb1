package org.fpn4j.core.head;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.core.detection.Box;

/**
 * The regions of one image that a later stage of a head looks at, best first.
 *
 * @param levels names of the pyramid's levels at which regions are proposed, finest first
 * @param pooling names of those among them that regions are pooled from
 * @param isFused whether each region is pooled from all of these, whose maps are fused, or from one of them
 */
public record ProposedRegions(List<String> levels, List<String> pooling, boolean isFused, List<Region> regions) {
    /**
     * One region.
     *
     * @param box in pixels of the network's input
     * @param proposedAt name of the level
     * @param pooledFrom names of the levels
     */
    public record Region(Box box, String proposedAt, List<String> pooledFrom) {
        public Region {
            requireNonNull(box, "box is null");
            requireNonNull(proposedAt, "proposedAt is null");
            pooledFrom = List.copyOf(pooledFrom);
        }
    }

    public ProposedRegions {
        levels = List.copyOf(levels);
        pooling = List.copyOf(pooling);
        regions = List.copyOf(regions);
    }
}
