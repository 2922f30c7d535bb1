package org.fpn4j.config;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Values that lie above a config file and below {@code --set}, such as one point of an ablation's axes. Values that come
 * from a file keep their places in it; others are located at the layer's name.
 *
 * @param name for messages, {@code axis neck=bifpn}
 * @param path where in the config the tree goes, {@code neck} or {@code heads[0].levels}; empty for the root
 * @param tree the values
 */
public record OverrideLayer(String name, String path, LocatedTree tree) {
    public OverrideLayer {
        if (!isPath(path)) {
            throw new IllegalArgumentException("layer[" + name + "] path[" + path + "] is not a path");
        }
    }

    /** Whether a text can say where in a config a layer goes. */
    public static boolean isPath(String text) {
        return ConfigPath.parse(text)
                .filter(path -> path.steps().size() <= YamlReader.DEEPEST)
                .isPresent();
    }

    /** A partial config with places. */
    public OverrideLayer(String name, LocatedTree tree) {
        this(name, "", tree);
    }

    /** A partial config without places. */
    public OverrideLayer(String name, JsonNode tree) {
        this(name, "", LocatedTree.of(Origin.layer(name), tree));
    }
}
