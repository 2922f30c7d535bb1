package org.fpn4j.interop.naming;

import java.util.function.UnaryOperator;

/**
 * Names of YOLOX (Megvii-BaseDetection/YOLOX), whose neck holds the backbone.
 *
 * <pre>
 * backbone.backbone.stem.conv.conv.*   backbone.stem.conv.conv.*
 * backbone.C3_p4.conv1.bn.*            neck.C3_p4.conv1.bn.*
 * head.stems.0.conv.*                  head.stems.0.conv.*
 * </pre>
 */
public final class YoloxNames implements UnaryOperator<String> {
    private static final String NECK = "backbone.";
    private static final String BACKBONE = "backbone.backbone.";

    /** Our name of a tensor of theirs; their own name where there is none. */
    @Override
    public String apply(String name) {
        if (name.startsWith(BACKBONE)) {
            return "backbone." + name.substring(BACKBONE.length());
        }
        return name.startsWith(NECK) ? "neck." + name.substring(NECK.length()) : name;
    }
}
