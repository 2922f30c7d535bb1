package org.fpn4j.experiments.ablation;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.core.config.KeyName;

/** The keys of an ablation file. */
public enum AblationKey {
    /** Name of the ablation and of its folder below {@code runs}. */
    NAME("the file's name"),
    /** File of the experiment that every cell starts from, relative to this one; must be given. */
    BASE(""),
    /** Changes for all cells, as keys of an experiment. */
    CONFIG("{}"),
    /**
     * What is compared: under the path of a config's key the list of its values, or under any name a map of labels to what
     * each changes in the config. Every combination is a variant; must be given.
     */
    AXES(""),
    /** Seeds of every variant; each variant with each seed is a cell. */
    SEEDS("[0]"),
    /** Cells that are trained at the same time, in threads of one process. */
    WORKERS("1");

    /** Cells at the same time; more would need more cores than a machine has. */
    public static final int MOST_WORKERS = 256;

    private final String standard;

    AblationKey(String standard) {
        this.standard = standard;
    }

    /** As it is written. */
    public String key() {
        return KeyName.ofConstant(this);
    }

    /** What holds where the key is left out; empty for one that must be given. */
    public Optional<String> standard() {
        return standard.isEmpty() ? Optional.empty() : Optional.of(standard);
    }

    static Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        for (AblationKey key : values()) {
            keys.add(key.key());
        }
        return keys;
    }
}
