package org.fpn4j.training.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.ReadsFiles;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.interop.pretrained.ClassOrder;
import org.fpn4j.interop.pretrained.ForeignWeights;
import org.fpn4j.interop.pretrained.Framework;

/**
 * Weights that training starts from. What the scopes name comes from the file, all of it or nothing; everything else
 * starts from its initial value.
 *
 * @param file a checkpoint; empty: none. A relative path starts at the working directory
 * @param from whose checkpoint it is
 * @param scopes of parameters, {@code backbone}, {@code neck}, {@code head.cls_tower}
 * @param entry the part of the file that is meant, {@code model_ema}; empty: the one that fits
 * @param classes which output of the file's head is which class, where the head is among the scopes
 * @param outputs the same by class name, {@code {nodule: 1}}, outputs counted from 0; empty: as {@code classes} says
 */
public record PretrainedConfig(
        @NotDecisive String file,
        Framework from,
        @Count(min = 1, max = 1000) List<String> scopes,
        String entry,
        ClassOrder classes,
        @Count(max = 100000) @Range(min = 0, max = 1000000) Map<String, Integer> outputs)
        implements ReadsFiles {
    /** No weights of others. */
    public PretrainedConfig() {
        this("", Framework.FPN4J, List.of("backbone"), "", ClassOrder.AUTO, Map.of());
    }

    public PretrainedConfig {
        requireNonNull(file, "file is null");
        requireNonNull(from, "from is null");
        requireNonNull(entry, "entry is null");
        requireNonNull(classes, "classes is null");
        scopes = List.copyOf(scopes);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        FieldChecks.of(PretrainedConfig.class)
                .bounds("scopes", scopes)
                .bounds("outputs", outputs)
                .done();
    }

    /** Whether there is a file. */
    public boolean wanted() {
        return !file.isBlank();
    }

    @Override
    public List<Path> files() {
        return wanted() ? ForeignWeights.files(Path.of(file), from) : List.of();
    }
}
