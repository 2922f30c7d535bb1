package org.fpn4j.core.wiring;

import static java.util.Objects.requireNonNull;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.DetectorConfig;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.NeckBlock;

/** The wiring diagram of a detector, read from top to bottom: each block is made for what the block before it gives. */
public final class DetectorModule extends AbstractModule {
    private final DetectorConfig config;

    public DetectorModule(DetectorConfig config) {
        this.config = requireNonNull(config, "config is null");
    }

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().requireExactBindingAnnotations();
        binder().disableCircularProxies();
    }

    @Provides
    @Singleton
    Backbone backbone() {
        return config.backbone().create();
    }

    @Provides
    @Singleton
    NeckBlock neck(Backbone backbone) {
        return config.neck().create(backbone.outputs());
    }

    @Provides
    @Singleton
    ExtraLevelsBlock extraLevels(Backbone backbone, NeckBlock neck) {
        return config.extraLevels().create(backbone.outputs(), neck.outputs());
    }

    @Provides
    @Singleton
    DetectionHead head(ExtraLevelsBlock extraLevels) {
        return config.head().create(extraLevels.outputs());
    }

    @Provides
    @Singleton
    Detector detector(Backbone backbone, NeckBlock neck, ExtraLevelsBlock extraLevels, DetectionHead head) {
        return new Detector(backbone, neck, extraLevels, head);
    }
}
