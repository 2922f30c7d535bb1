package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.fpn4j.config.LocatedTree;
import org.fpn4j.config.Origin;
import org.fpn4j.config.OverrideLayer;

/**
 * What makes a cell one of a fold.
 *
 * @param index from 0; empty where there are no folds
 * @param layers of its config
 */
record Fold(OptionalInt index, List<OverrideLayer> layers) {
    Fold {
        layers = List.copyOf(layers);
    }

    /** Each of so many folds, or the one that stands for none. */
    static List<Fold> all(LocatedTree.Block root, int count) {
        if (count == 0) {
            return List.of(new Fold(OptionalInt.empty(), List.of()));
        }
        LocatedTree written = root.get(AblationKey.FOLDS.key()).orElseThrow();
        return IntStream.range(0, count)
                .mapToObj(index -> new Fold(
                        OptionalInt.of(index),
                        List.of(
                                new OverrideLayer("folds of the ablation", "fold.of", written),
                                new OverrideLayer(
                                        "fold of the ablation",
                                        "fold.index",
                                        LocatedTree.of(Origin.layer("fold of the ablation"), IntNode.valueOf(index))))))
                .toList();
    }
}
