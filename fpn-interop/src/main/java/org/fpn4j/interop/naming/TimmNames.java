package org.fpn4j.interop.naming;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Names of timm's EfficientNets ({@code efficientnet_b0}, {@code tf_efficientnet_b0} ...), whose blocks are the backbone. */
public final class TimmNames implements UnaryOperator<String> {
    private static final Pattern FEATURES = Pattern.compile("(conv_stem|bn1|blocks)\\..+");

    /** Our name of a tensor of theirs; their own where it is behind the last block. */
    @Override
    public String apply(String name) {
        return FEATURES.matcher(name).matches() ? "backbone." + name : name;
    }
}
