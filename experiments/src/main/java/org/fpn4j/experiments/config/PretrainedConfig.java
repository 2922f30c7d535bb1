package org.fpn4j.experiments.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import org.fpn4j.core.config.ReadsFiles;
import org.fpn4j.core.problem.FieldChecks;
import org.fpn4j.interop.pretrained.ForeignWeights;
import org.fpn4j.interop.pretrained.Framework;

/**
 * Weights that training starts from. What the scopes name comes from the file, all of it or nothing; everything else
 * starts from its initial value.
 *
 * @param file a checkpoint; empty: none. A relative path starts at the working directory
 * @param from whose checkpoint it is
 * @param scopes of parameters, {@code backbone}, {@code neck}, {@code head.cls_tower}
 */
public record PretrainedConfig(String file, Framework from, List<String> scopes) implements ReadsFiles {
    public PretrainedConfig() {
        this("", Framework.FPN4J, List.of("backbone"));
    }

    public PretrainedConfig {
        requireNonNull(file, "file is null");
        requireNonNull(from, "from is null");
        scopes = List.copyOf(scopes);
        new FieldChecks()
                .require(!scopes.isEmpty(), "scopes", scopes, "must name what comes from the file, as [backbone]")
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
