package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.config.KeyName;

/** The keys of an ablation file. */
public enum AblationKey {
    /** Name of the ablation and of its folder below {@code runs}; empty: the file's name. */
    NAME(TextNode.valueOf("")),
    /** File of the experiment that every cell starts from, relative to this one; must be given. */
    BASE(TextNode.valueOf("")),
    /** Changes for all cells, as keys of an experiment. */
    CONFIG(JsonNodeFactory.instance.objectNode()),
    /**
     * What is compared: under the path of a config's key the list of its values, or under any name a map of labels to what
     * each changes in the config. Every combination is a variant; must be given.
     */
    AXES(JsonNodeFactory.instance.objectNode()),
    /** Seeds of every variant; each variant with each seed is a cell. */
    SEEDS(JsonNodeFactory.instance.arrayNode().add(0)),
    /**
     * Cross-validation: the images of the training split are dealt to so many folds, and each variant is trained with each seed
     * once for each fold, which takes the place of the validation split. Left out: the splits as they are.
     */
    FOLDS(IntNode.valueOf(0)),
    /** Cells that are trained at the same time, in threads of one process; of kernels with several devices, on each. */
    WORKERS(IntNode.valueOf(1)),
    /**
     * The variant that all others are compared with: its label as in tables ({@code fpn}, of two axes {@code fpn, 256}), or a map
     * of axes to labels; left out: the first value of each axis.
     */
    BASELINE(TextNode.valueOf("")),
    /** Variants that are compared with the baseline; left out: all. The fewer, the narrower the intervals. */
    COMPARE(JsonNodeFactory.instance.arrayNode()),
    /**
     * The metric of the verdicts, of any family that {@code ./fpn score --metrics} knows: its name, or a block with {@code metric}
     * and options of its family, as {@code froc_iou}; all others are to look at.
     */
    DECIDE_BY(TextNode.valueOf("AP")),
    /** Difference that counts as none, with its unit: {@code 0.01 AP}. Left out: no two variants are ever equivalent. */
    MARGIN(TextNode.valueOf("")),
    /** Numbers of seeds, growing, at which results are looked at while seeds are added; left out: once. */
    LOOKS(JsonNodeFactory.instance.arrayNode()),
    /**
     * What all variants have equally much of: {@code what} ({@code macs} or {@code params}) and in which {@code scope} ({@code
     * detector} or {@code neck}), as much as the variant {@code of} (the baseline) has, by setting the whole number at the path
     * {@code by} ({@code neck.out_channels}) to a {@code multiple_of} (1), within a {@code tolerance} (0.01). Left out: variants are
     * as they are written.
     */
    MATCH(JsonNodeFactory.instance.objectNode());

    /** Cells at the same time; more would need more cores than a machine has. */
    public static final int MOST_WORKERS = 256;

    @SuppressWarnings("ImmutableEnumChecker") // never changed: standard() hands out copies
    private final JsonNode standard;

    AblationKey(JsonNode standard) {
        this.standard = standard;
    }

    /** As it is written. */
    public String key() {
        return KeyName.ofConstant(this);
    }

    /** What holds where the key is left out; of one that must be given, what is not enough. */
    public JsonNode standard() {
        return standard.deepCopy();
    }

    static Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        for (AblationKey key : values()) {
            keys.add(key.key());
        }
        return keys;
    }
}
