package org.fpn4j.heads.roi;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.layer.Layer;

/** From the map of a region to a vector; variants are found by their {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface BoxHeadConfig {
    /** Length of the vector. */
    int width();

    /**
     * Declares the parameters in {@code scope}.
     *
     * @param channels of the maps
     * @param size rows and columns of the maps
     * @return layers in order, one or more; the last gives {@code [N, width, 1, 1]}. Where a region is pooled from several
     *     levels, its maps can be fused after the first
     */
    List<Layer> declare(Graph scope, int channels, int size);
}
