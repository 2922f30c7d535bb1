package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scales_mask;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.fpn4j.engine.kernel.Format;

/** What whole numbers among a primitive's arguments stand for. */
final class Scales {
    private static final String WHAT = "a scale of whole numbers";

    private final Engine engine;
    private final Map<Integer, Float> steps = new LinkedHashMap<>(); // by argument

    Scales(Engine engine) {
        this.engine = engine;
    }

    /** One step for all values of an argument; none where they are no whole numbers. */
    Scales step(int argument, Format format) {
        if (format instanceof Layout layout && layout.isQuantized()) {
            steps.put(argument, layout.step());
        }
        return this;
    }

    /** Attributes of a primitive that asks for them. */
    dnnl_primitive_attr on(dnnl_primitive_attr attributes) {
        steps.keySet()
                .forEach(
                        argument -> Engine.offered(dnnl_primitive_attr_set_scales_mask(attributes, argument, 0), WHAT));
        return attributes;
    }

    /** Gives them to it. */
    Engine.Arguments bound(Engine.Arguments arguments) {
        steps.forEach((argument, step) -> {
            Floats value = engine.floats(1);
            value.put(0, step);
            arguments.with(DNNL_ARG_ATTR_SCALES | argument, engine.plain(1), value.pointer());
        });
        return arguments;
    }
}
