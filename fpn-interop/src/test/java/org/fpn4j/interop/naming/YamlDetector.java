package org.fpn4j.interop.naming;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.ExtraLevelsConfig;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.heads.retina.RetinaConfig;

/** A detector from its four blocks in YAML, as an experiment's file has them. */
public record YamlDetector(BackboneConfig backbone, NeckConfig neck, ExtraLevelsConfig extraLevels, HeadConfig head) {
    public YamlDetector() {
        this(new ResNet.Config(), new Fpn.Config(), new ExtraLevels.LastLevelP6P7(), new RetinaConfig());
    }

    /** Loads the blocks and puts them together. */
    public static Detector of(Path directory, String yaml) {
        try {
            Path file = Files.writeString(directory.resolve("detector.yaml"), yaml);
            return new ConfigLoader()
                    .load(YamlDetector.class, file, List.of())
                    .config()
                    .create();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Detector create() {
        Backbone stages = backbone.create();
        NeckBlock levels = neck.create(stages.outputs());
        ExtraLevelsBlock extra = extraLevels.create(stages.outputs(), levels.outputs());
        DetectionHead predictions = head.create(extra.outputs());
        return new Detector(stages, levels, extra, predictions);
    }
}
