package org.fpn4j.cuda.cudnn;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.cuda.cudnn.Engine.NumericalNote;
import org.fpn4j.cuda.device.ElementType;

/**
 * Which engines may be used.
 *
 * @param deterministic only those that give the same bits every time
 * @param tf32 products of {@code float32} may be of shortened factors
 */
public record EngineRules(boolean deterministic, boolean tf32) {
    /** Sums that lose digits, by design or for their size; sums in less than {@code float32}. */
    private static final Set<NumericalNote> INEXACT = EnumSet.of(
            NumericalNote.REDUCED_PRECISION_REDUCTION,
            NumericalNote.WINOGRAD,
            NumericalNote.WINOGRAD_TILE_4X4,
            NumericalNote.WINOGRAD_TILE_6X6,
            NumericalNote.WINOGRAD_TILE_13X13);

    private static final Set<NumericalNote> SHORTENED =
            EnumSet.of(NumericalNote.TENSOR_CORE, NumericalNote.DOWN_CONVERT_INPUTS);

    /** Why an engine may not compute a graph, as the end of {@code all engines are}; empty where it may. */
    Optional<String> objection(Engine engine, ConvolutionGraph graph) {
        if (deterministic && engine.numbers().contains(NumericalNote.NONDETERMINISTIC)) {
            return Optional.of("not deterministic");
        }
        if (isStrict(graph) && engine.numbers().stream().anyMatch(SHORTENED::contains)) {
            return Optional.of("of TF32's precision");
        }
        if (engine.numbers().stream().anyMatch(INEXACT::contains)) {
            return Optional.of("of less than float32's precision in their sums");
        }
        if (isStrict(graph) && graph.following().isThere() && engine.isCompiledAtRunTime()) {
            return Optional.of("slower than a convolution and a pass behind it"); // five times, on an H200
        }
        return Optional.empty();
    }

    private boolean isStrict(ConvolutionGraph graph) {
        return graph.type().bytes() == ElementType.FLOAT32.bytes() && !tf32;
    }
}
