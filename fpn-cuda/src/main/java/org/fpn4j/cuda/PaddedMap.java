package org.fpn4j.cuda;

import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Kernel;

/**
 * A map {@code [N, C, H, W]} with its padding written out as zeros: {@code padding.cu}.
 *
 * @param type of the map, which stands as {@link DeviceLayout#maps} says
 */
record PaddedMap(Launcher launcher, Shape map, ElementType type, Padding padding) {
    /** Of the map with its padding. */
    Shape shape() {
        return Shape.of(
                map.batch(),
                map.channels(),
                padding.top() + map.height() + padding.bottom(),
                padding.left() + map.width() + padding.right());
    }

    /** Bytes of the map with its padding. */
    long bytes() {
        return DeviceLayout.maps(type).bytes(shape());
    }

    /**
     * Binds it to memory.
     *
     * @param address of the map with its padding
     */
    Kernel bind(Block map, long address) {
        Shape padded = shape();
        int vectors = type.padded(padded.channels()) / type.lanes();
        return launcher.launch(
                "padding",
                type,
                "pad",
                Grid.rows((long) padded.batch() * padded.height(), (long) padded.width() * vectors),
                map,
                address,
                this.map.height(),
                this.map.width(),
                padding.top(),
                padding.left(),
                padded.height(),
                padded.width(),
                vectors);
    }
}
