package org.fpn4j.training.config;

import java.util.List;
import java.util.Map;
import org.fpn4j.config.Withers;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.data.dataset.VocConfig;
import org.fpn4j.data.loading.RepeatFactor;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.ResizeMode;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.heads.fcos.FcosConfig;
import org.fpn4j.interop.pretrained.ClassOrder;
import org.fpn4j.interop.pretrained.Framework;
import org.fpn4j.training.optimization.AdamW;
import org.fpn4j.training.optimization.ScheduleConfig;
import org.fpn4j.training.tracking.TrackedRun;
import org.fpn4j.training.tracking.Tracker;
import org.fpn4j.training.tracking.TrackerConfig;
import org.junit.jupiter.api.Test;

class WithersTest {
    @Test
    void eachComponentOfATrainingCanBeChangedAlone() throws ReflectiveOperationException {
        Withers.assertEachChangesItsComponentAlone(
                new TrainingConfig(),
                3,
                2,
                4,
                new RepeatFactor(0.2),
                Map.of("nodule", 2.0),
                new AdamW.Config(),
                new ScheduleConfig.Cosine(),
                7,
                0.5,
                35.0,
                0.99,
                2,
                false,
                new BestConfig().withOn(BestConfig.On.DEV),
                5,
                1.0,
                3,
                8);
    }

    @Test
    void eachComponentOfAFoldCanBeChangedAlone() throws ReflectiveOperationException {
        Withers.assertEachChangesItsComponentAlone(new FoldConfig(5, 2, 1), 4, 3, 7L);
    }

    @Test
    void eachComponentOfWhatIsKeptCanBeChangedAlone() throws ReflectiveOperationException {
        Withers.assertEachChangesItsComponentAlone(new BestConfig(), BestConfig.On.VAL, "AP50", 0.25, 7L);
    }

    @Test
    void eachComponentOfAnExperimentCanBeChangedAlone() throws ReflectiveOperationException {
        Withers.assertEachChangesItsComponentAlone(
                new ExperimentConfig(),
                "nodules",
                7L,
                new InputConfig(64, 64, ResizeMode.STRETCH, new NormalizationConfig()),
                new ResNet.Config(18, ResNet.Style.TORCHVISION, 1, new Norms.None(), 0),
                new Fpn.Config(64, 3, 5),
                new ExtraLevels.None(),
                new FcosConfig(),
                new PretrainedConfig("x.pth", Framework.FPN4J, List.of("backbone"), "", ClassOrder.AUTO, Map.of()),
                new VocConfig(),
                new FoldConfig(5, 2, 1),
                AugmentationConfig.NONE,
                new TrainingConfig().withEpochs(3),
                new ExecutionConfig("nd4j", Precision.FLOAT32, 1),
                List.of(new NoTracker()));
    }

    /** Stands in a list and is never opened. */
    private record NoTracker() implements TrackerConfig {
        @Override
        public Tracker open(TrackedRun run) {
            throw new IllegalStateException("nobody is shown anything");
        }
    }
}
