package org.fpn4j.cuda.cudnn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One way of cuDNN's to compute a graph, and what cuDNN says about it.
 *
 * @param configuration owned by whoever asked for it
 * @param index cuDNN's number of it, among all for graphs of this pattern
 */
record Engine(Descriptor configuration, long index, Set<NumericalNote> numbers, Set<BehaviorNote> behavior) {
    private static final int MOST = 32;

    /** What differs from products and sums in {@code float32}; in the order of cuDNN's header. */
    enum NumericalNote {
        TENSOR_CORE,
        DOWN_CONVERT_INPUTS,
        REDUCED_PRECISION_REDUCTION,
        FFT,
        NONDETERMINISTIC,
        WINOGRAD,
        WINOGRAD_TILE_4X4,
        WINOGRAD_TILE_6X6,
        WINOGRAD_TILE_13X13,
        STRICT_NAN_PROP
    }

    /** What it needs besides; in the order of cuDNN's header. */
    enum BehaviorNote {
        RUNTIME_COMPILATION,
        REQUIRES_FILTER_INT8X32_REORDER,
        REQUIRES_BIAS_INT8X32_REORDER,
        SUPPORTS_CUDA_GRAPH_NATIVE_API,
        CUBLASLT_DEPENDENCY
    }

    /** Reads what a configuration of an engine says. */
    static Engine of(Descriptor configuration) {
        List<Descriptor> engines = configuration.inner(Attribute.ENGINECFG_ENGINE, DescriptorKind.ENGINE, 1);
        try {
            Descriptor engine = engines.get(0);
            return new Engine(
                    configuration,
                    engine.number(Attribute.ENGINE_GLOBAL_INDEX),
                    known(NumericalNote.class, engine.choices(Attribute.ENGINE_NUMERICAL_NOTE, MOST)),
                    known(BehaviorNote.class, engine.choices(Attribute.ENGINE_BEHAVIOR_NOTE, MOST)));
        } finally {
            engines.forEach(Descriptor::close);
        }
    }

    /** Later versions of cuDNN may have more notes than these. */
    private static <N extends Enum<N>> Set<N> known(Class<N> type, List<Integer> numbers) {
        N[] all = type.getEnumConstants();
        Set<N> known = EnumSet.noneOf(type);
        numbers.stream().filter(number -> number >= 0 && number < all.length).forEach(number -> known.add(all[number]));
        return known;
    }

    boolean isCompiledAtRunTime() {
        return behavior.contains(BehaviorNote.RUNTIME_COMPILATION);
    }

    /** Whether it computes value by value, as the definition says. */
    boolean isReference() {
        return numbers.contains(NumericalNote.STRICT_NAN_PROP);
    }

    /** {@code engine 62 (tensor core)}. */
    String words() {
        List<String> notes = new ArrayList<>();
        numbers.forEach(note -> notes.add(note.name()));
        if (isCompiledAtRunTime()) {
            notes.add(BehaviorNote.RUNTIME_COMPILATION.name());
        }
        return "engine " + index
                + (notes.isEmpty()
                        ? ""
                        : notes.stream()
                                .map(note -> note.toLowerCase(Locale.ROOT).replace('_', ' '))
                                .collect(Collectors.joining(", ", " (", ")")));
    }
}
