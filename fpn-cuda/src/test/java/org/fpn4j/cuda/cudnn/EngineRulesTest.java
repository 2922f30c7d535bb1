package org.fpn4j.cuda.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Direction;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Following;
import org.fpn4j.cuda.cudnn.Engine.BehaviorNote;
import org.fpn4j.cuda.cudnn.Engine.NumericalNote;
import org.fpn4j.cuda.device.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineRulesTest {
    private static final EngineRules STRICT = new EngineRules(true, false);
    private static final EngineRules TF32 = new EngineRules(true, true);
    private static final EngineRules FREE = new EngineRules(false, false);

    private static ConvolutionGraph graph(ElementType type, Following following) {
        Shape map = Shape.of(1, 8, 4, 4);
        return new ConvolutionGraph(
                Direction.FORWARD,
                type,
                map,
                Shape.of(8, 8, 3, 3),
                map,
                new Operation.Convolution(1, Padding.of(1), 1),
                following);
    }

    private static ConvolutionGraph plain(ElementType type) {
        return graph(type, Following.NOTHING);
    }

    private static Engine engine(NumericalNote... notes) {
        return new Engine(null, 1, Set.of(notes), Set.of());
    }

    @Test
    void whatGivesOtherBitsEachTimeIsUsedOnlyWhereThatIsAllowed() {
        Engine engine = engine(NumericalNote.NONDETERMINISTIC);

        assertThat(STRICT.objection(engine, plain(ElementType.FLOAT32))).contains("not deterministic");
        assertThat(TF32.objection(engine, plain(ElementType.BFLOAT16))).contains("not deterministic");
        assertThat(FREE.objection(engine, plain(ElementType.FLOAT32))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TENSOR_CORE", "DOWN_CONVERT_INPUTS"})
    void float32IsMultipliedShortenedOnlyWhereTf32IsAllowed(NumericalNote note) {
        assertThat(STRICT.objection(engine(note), plain(ElementType.FLOAT32))).contains("of TF32's precision");
        assertThat(TF32.objection(engine(note), plain(ElementType.FLOAT32))).isEmpty();
        assertThat(STRICT.objection(engine(note), plain(ElementType.BFLOAT16))).isEmpty();
        assertThat(STRICT.objection(engine(note), plain(ElementType.FLOAT16))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "REDUCED_PRECISION_REDUCTION",
                "WINOGRAD",
                "WINOGRAD_TILE_4X4",
                "WINOGRAD_TILE_6X6",
                "WINOGRAD_TILE_13X13"
            })
    void sumsAreAsExactAsFloat32InEveryType(NumericalNote note) {
        for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.BFLOAT16, ElementType.FLOAT16}) {
            assertThat(TF32.objection(engine(note), plain(type)))
                    .contains("of less than float32's precision in their sums");
        }
    }

    @Test
    void strictFloat32IsFusedOnlyByWhatIsCompiled() {
        Engine compiledHere = new Engine(null, 8, Set.of(), Set.of(BehaviorNote.RUNTIME_COMPILATION));
        Following relu = new Following(true, true, true);

        assertThat(STRICT.objection(compiledHere, graph(ElementType.FLOAT32, relu)))
                .contains("slower than a convolution and a pass behind it");
        assertThat(STRICT.objection(engine(), graph(ElementType.FLOAT32, relu))).isEmpty();
        assertThat(STRICT.objection(compiledHere, plain(ElementType.FLOAT32))).isEmpty();
        assertThat(STRICT.objection(compiledHere, graph(ElementType.BFLOAT16, relu)))
                .isEmpty();
        assertThat(TF32.objection(compiledHere, graph(ElementType.FLOAT32, relu)))
                .isEmpty();
    }

    @Test
    void anEngineIsNamedWithWhatItSaysOfItself() {
        Engine engine =
                new Engine(null, 4, Set.of(NumericalNote.TENSOR_CORE), Set.of(BehaviorNote.RUNTIME_COMPILATION));

        assertThat(engine.words()).isEqualTo("engine 4 (tensor core, runtime compilation)");
        assertThat(engine().words()).isEqualTo("engine 1");
    }

    @Test
    void graphsThatDifferInWhatFillsThemUpAreOne() {
        ConvolutionGraph three = new ConvolutionGraph(
                Direction.FORWARD,
                ElementType.BFLOAT16,
                Shape.of(2, 3, 8, 8),
                Shape.of(819, 3, 3, 3),
                Shape.of(2, 819, 8, 8),
                new Operation.Convolution(1, Padding.of(1), 1),
                Following.NOTHING);
        ConvolutionGraph eight = new ConvolutionGraph(
                Direction.FORWARD,
                ElementType.BFLOAT16,
                Shape.of(2, 8, 8, 8),
                Shape.of(824, 8, 3, 3),
                Shape.of(2, 824, 8, 8),
                new Operation.Convolution(1, Padding.of(1), 1),
                Following.NOTHING);

        assertThat(three).isEqualTo(eight);
        assertThat(Optional.of(three.weight())).contains(Shape.of(824, 8, 3, 3));
    }
}
