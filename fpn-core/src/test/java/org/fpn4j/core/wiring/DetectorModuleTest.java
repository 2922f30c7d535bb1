package org.fpn4j.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.InvalidFieldsException.InvalidField;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.DetectorConfig;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;

class DetectorModuleTest {
    private static final ResNet.Config BACKBONE =
            new ResNet.Config(18, ResNet.Style.TORCHVISION, 0.125, new Norms.FrozenBatch(), 0);
    private static final Fpn.Config NECK = new Fpn.Config(8, 3, 5);
    private static final DetectorConfig CONFIG =
            new DetectorConfig(BACKBONE, NECK, new ExtraLevels.LastLevelP6P7(), new TinyHead.Config(3));

    private static Injector injector(DetectorConfig config) {
        return Guice.createInjector(Stage.PRODUCTION, new DetectorModule(config));
    }

    @Test
    void eachBlockIsMadeForWhatTheOneBeforeItGives() {
        List<String> made = new ArrayList<>();
        ExtraLevels.LastLevelP6P7 p6p7 = new ExtraLevels.LastLevelP6P7();
        DetectorConfig config = new DetectorConfig(
                () -> {
                    made.add("backbone");
                    return BACKBONE.create();
                },
                stages -> {
                    made.add("neck on " + stages);
                    return NECK.create(stages);
                },
                (stages, levels) -> {
                    made.add("extra levels on " + stages + " and " + levels);
                    return p6p7.create(stages, levels);
                },
                new RecordingHead(made));

        Injector injector = injector(config);

        assertThat(made)
                .containsExactly(
                        "backbone",
                        "neck on [C2:8, C3:16, C4:32, C5:64]",
                        "extra levels on [C2:8, C3:16, C4:32, C5:64] and [P3:8, P4:8, P5:8]",
                        "head on [P3:8, P4:8, P5:8, P6:8, P7:8]");
        assertThat(injector.getInstance(Detector.class).head().numClasses()).isEqualTo(3);
    }

    private record RecordingHead(List<String> made) implements HeadConfig {
        @Override
        public int numClasses() {
            return 3;
        }

        @Override
        public DetectionHead create(PyramidSpec pyramid) {
            made.add("head on " + pyramid);
            return new TinyHead.Config(3).create(pyramid);
        }
    }

    @Test
    void everyBlockExistsOnce() {
        Injector injector = injector(CONFIG);

        Detector detector = injector.getInstance(Detector.class);

        assertThat(injector.getInstance(Detector.class)).isSameAs(detector);
        assertThat(injector.getInstance(Backbone.class)).isSameAs(detector.backbone());
        assertThat(injector.getInstance(NeckBlock.class)).isSameAs(detector.neck());
        assertThat(injector.getInstance(ExtraLevelsBlock.class)).isSameAs(detector.extraLevels());
        assertThat(injector.getInstance(DetectionHead.class)).isSameAs(detector.head());
    }

    @Test
    void twoInjectorsShareNothing() {
        Detector first = injector(CONFIG).getInstance(Detector.class);
        Detector second = injector(CONFIG).getInstance(Detector.class);

        assertThat(first.backbone()).isNotSameAs(second.backbone());
        assertThat(first.neck()).isNotSameAs(second.neck());
    }

    /** A class with a constructor that a lenient injector would call. */
    static final class Unbound {
        @com.google.inject.Inject
        Unbound() {}
    }

    @Test
    void theInjectorMakesNothingThatIsNotBound() {
        Injector injector = injector(CONFIG);

        assertThatThrownBy(() -> injector.getInstance(Unbound.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "Explicit bindings are required and DetectorModuleTest$Unbound is not explicitly bound");
    }

    /** Guice reports the refusal once for every block that needs the refused one. */
    @Test
    void whatABlockRefusesIsTheCauseOfEveryReportedError() {
        DetectorConfig config =
                new DetectorConfig(BACKBONE, new Fpn.Config(8, 3, 6), new ExtraLevels.None(), new TinyHead.Config(3));

        CreationException failure = catchThrowableOfType(CreationException.class, () -> injector(config));

        assertThat(failure.getErrorMessages()).isNotEmpty().allSatisfy(message -> assertThat(message.getCause())
                .isInstanceOf(MisfitException.class)
                .hasMessage("neck: maxLevel[6] must be one of the backbone's levels [C2, C3, C4, C5]"));
    }

    @Test
    void whoPutsADetectorTogetherIsToldWhichBlockDoesNotFit() {
        DetectorConfig config =
                new DetectorConfig(BACKBONE, new Fpn.Config(8, 3, 6), new ExtraLevels.None(), new TinyHead.Config(3));

        MisfitException misfit = catchThrowableOfType(MisfitException.class, () -> DetectorModule.wire(config));

        assertThat(misfit.block()).isEqualTo("neck");
        assertThat(misfit.fields())
                .containsExactly(
                        new InvalidField("maxLevel", "6", "must be one of the backbone's levels [C2, C3, C4, C5]"));
        assertThat(misfit).hasCauseInstanceOf(InvalidFieldsException.class);
    }

    @Test
    void aDetectorIsPutTogetherOfBlocksThatFit() {
        Detector detector = DetectorModule.wire(CONFIG);

        assertThat(detector.neck().outputs()).hasToString("[P3:8, P4:8, P5:8]");
        assertThat(detector.head().numClasses()).isEqualTo(3);
    }

    @Test
    void aConfigIsComplete() {
        NeckConfig none = null;

        assertThatThrownBy(() -> new DetectorConfig(BACKBONE, none, new ExtraLevels.None(), new TinyHead.Config(3)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("neck is null");
        assertThatThrownBy(() -> new DetectorModule(null)).hasMessage("config is null");
    }

    @Test
    void parametersStandInTheScopeOfTheirBlock() {
        Detector detector = injector(CONFIG).getInstance(Detector.class);

        Detector.Costed cost = detector.cost(64, 96);

        assertThat(cost.graph().parameters().stream()
                        .map(parameter -> parameter.name().replaceAll("\\..*", ""))
                        .distinct())
                .containsExactly("backbone", "neck", "extra_levels", "head");
        assertThat(cost.graph().parameterCount("head")).isEqualTo(8 * 3 + 3);
        assertThat(cost.built().named().keySet())
                .containsExactly(
                        "features/C2",
                        "features/C3",
                        "features/C4",
                        "features/C5",
                        "pyramid/P3",
                        "pyramid/P4",
                        "pyramid/P5",
                        "pyramid/P6",
                        "pyramid/P7",
                        "head/cls_logits");
        assertThat(detector.geometry(64, 96).cells()).isEqualTo(8 * 12 + 4 * 6 + 2 * 3 + 1 * 2 + 1 * 1);
    }

    @Test
    void oneDefinitionPredictsAndLearns() {
        Detector detector = injector(CONFIG).getInstance(Detector.class);
        HeadGeometry geometry = detector.geometry(64, 96);
        List<Parameter> parameters = detector.cost(64, 96).graph().parameters();
        Weights weights = Weights.initial(parameters, 1);
        SameDiffExecutor executor = new SameDiffExecutor();
        Map<String, float[]> inputs = new HashMap<>();
        inputs.put(Detector.IMAGES, NeckNetwork.normal(1, 3 * 64 * 96));

        try (Network predicting = executor.compile(detector.inference(1, 64, 96), Purpose.INFERENCE, weights);
                Network learning = executor.compile(detector.training(1, 64, 96), Purpose.TRAINING, weights)) {
            String logits = "head/cls_logits";
            float[] predicted = predicting.forward(inputs, List.of(logits)).get(logits);
            inputs.putAll(geometry.losses()
                    .collate(
                            List.of(geometry.assign(new GroundTruth(List.of(), List.of()), List.of())),
                            HeadState.INITIAL)
                    .values());

            assertThat(predicting.outputs().get(logits)).isEqualTo(Shape.of(1, geometry.cells(), 3));
            assertThat(predicted).hasSize(geometry.cells() * 3);
            assertThat(learning.forward(inputs, List.of(logits)).get(logits)).isEqualTo(predicted);
            assertThat(learning.backward(inputs)).containsOnlyKeys("cls");
            FlatVector gradients = learning.buffers().gradients();
            assertThat(Math.sqrt(gradients.memory().algebra().sumOfSquares(gradients)))
                    .isFinite()
                    .isGreaterThan(1e-6);
        }
    }

    /** Another neck on the same backbone: what they share has the same values to begin with. */
    @Test
    void variantsShareTheInitialValuesOfWhatTheyShare() {
        DetectorConfig other = new DetectorConfig(
                BACKBONE, new Fpn.Config(8, 4, 5), new ExtraLevels.LastLevelP6P7(), new TinyHead.Config(3));
        Weights one = Weights.initial(
                injector(CONFIG)
                        .getInstance(Detector.class)
                        .cost(64, 64)
                        .graph()
                        .parameters(),
                7);
        Weights two = Weights.initial(
                injector(other).getInstance(Detector.class).cost(64, 64).graph().parameters(), 7);

        List<String> shared = new ArrayList<>(one.tensors().keySet());
        shared.retainAll(two.tensors().keySet());

        assertThat(shared).contains("neck.lateral.C4.weight", "backbone.layer4.1.conv2.weight", "head.logits.weight");
        assertThat(one.tensors()).containsKey("neck.lateral.C3.weight");
        assertThat(two.tensors()).doesNotContainKey("neck.lateral.C3.weight");
        for (String name : shared) {
            assertThat(one.tensors().get(name).values())
                    .as(name)
                    .isEqualTo(two.tensors().get(name).values());
        }
    }
}
