package org.fpn4j.engine.answers;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.engine.plan.Value;

/**
 * Small products of every kind whose answers are known, asked of kernels before they are trusted. A library has other code for
 * every kind of CPU or card, and what is wrong in it would train wrongly in silence.
 */
public final class KnownAnswers {
    private KnownAnswers() {}

    /** How far from the right answer, as a share of the largest, where numbers are rounded on the way. */
    private static double tolerance(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> 1e-4; // what the contract of kernels allows
            case FLOAT16 -> 0.004; // a rounding is 0.0005 of each value
            case INT8 -> 1e-5; // whole numbers are given and summed, and their steps are rounded a few times
            case BFLOAT16 -> 0.03; // a rounding is 0.004 of each value
        };
    }

    /** The ranges of what questions about whole numbers give, in whole steps of 1. */
    public static Ranges ranges() {
        return QuantizedQuestions.RANGES;
    }

    /** What is asked of kernels in a precision; in whole numbers, what other precisions have not answered. */
    static List<Question> questions(Precision precision) {
        return precision == Precision.INT8 ? QuantizedQuestions.all().toList() : questions();
    }

    private static List<Question> questions() {
        return Stream.of(
                        ShareQuestions.all(),
                        ConvolutionQuestions.all(),
                        ElementwiseQuestions.all(),
                        WindowQuestions.all(),
                        ChannelQuestions.all(),
                        NormQuestions.all(),
                        LossQuestions.all())
                .flatMap(questions -> questions)
                .toList();
    }

    /**
     * What a provider gets wrong first, in a few words; empty where everything is right. What it has no kernel for is not
     * asked.
     *
     * @param provider one that knows {@link #ranges}, for whole numbers
     * @param maps the formats in which it keeps maps, each tried where it matters
     */
    public static Optional<String> wrong(
            KernelProvider provider, Precision precision, List<Function<Shape, Format>> maps) {
        try (Answers answers = new Answers(provider)) {
            return wrong(questions(precision), precision, maps, answers::to);
        }
    }

    static Optional<String> wrong(
            List<Question> questions,
            Precision precision,
            List<Function<Shape, Format>> maps,
            BiFunction<Question, Function<Shape, Format>, Optional<Map<Value, float[]>>> asked) {
        for (Question question : questions) {
            Set<List<Format>> tried = new LinkedHashSet<>();
            for (Function<Shape, Format> format : maps) {
                List<Format> formats = question.maps().stream()
                        .map(map -> format.apply(map.shape()))
                        .toList();
                Optional<String> wrong = tried.add(formats)
                        ? asked.apply(question, format).flatMap(answer -> question.wrong(answer, tolerance(precision)))
                        : Optional.empty();
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
        }
        return Optional.empty();
    }
}
