package org.fpn4j.core.wiring;

import static java.util.Objects.requireNonNull;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provides;
import com.google.inject.ProvisionException;
import com.google.inject.Singleton;
import java.util.function.Supplier;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.DetectorConfig;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.NeckBlock;

/**
 * The wiring diagram of a detector, read from top to bottom: each block is made once, for what the block before it gives. A
 * block that does not fit ends it with a {@link MisfitException}.
 */
public final class DetectorModule extends AbstractModule {
    private final DetectorConfig config;

    /** Wires the blocks that a config names. */
    public DetectorModule(DetectorConfig config) {
        this.config = requireNonNull(config, "config is null");
    }

    /**
     * Puts a detector together.
     *
     * @throws MisfitException naming the block that does not fit
     */
    public static Detector wire(DetectorConfig config) {
        try {
            return Guice.createInjector(new DetectorModule(config)).getInstance(Detector.class);
        } catch (ProvisionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
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
        return fitting("backbone", () -> config.backbone().create());
    }

    @Provides
    @Singleton
    NeckBlock neck(Backbone backbone) {
        return fitting("neck", () -> config.neck().create(backbone.outputs()));
    }

    @Provides
    @Singleton
    ExtraLevelsBlock extraLevels(Backbone backbone, NeckBlock neck) {
        return fitting("extra_levels", () -> config.extraLevels().create(backbone.outputs(), neck.outputs()));
    }

    @Provides
    @Singleton
    DetectionHead head(ExtraLevelsBlock extraLevels) {
        return fitting("head", () -> config.head().create(extraLevels.outputs()));
    }

    @Provides
    @Singleton
    Detector detector(Backbone backbone, NeckBlock neck, ExtraLevelsBlock extraLevels, DetectionHead head) {
        return new Detector(backbone, neck, extraLevels, head);
    }

    private static <T> T fitting(String block, Supplier<T> creation) {
        try {
            return creation.get();
        } catch (InvalidFieldsException e) {
            throw new MisfitException(block, e);
        }
    }
}
