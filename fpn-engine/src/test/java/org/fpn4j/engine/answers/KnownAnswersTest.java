package org.fpn4j.engine.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class KnownAnswersTest {
    private static final List<Function<Shape, Format>> PLAIN = List.of(shape -> Format.PLAIN);

    private static final List<Question> QUESTIONS = Stream.of(Precision.FLOAT32, Precision.INT8)
            .flatMap(precision -> KnownAnswers.questions(precision).stream())
            .toList();

    static Stream<String> names() {
        return QUESTIONS.stream().map(Question::name);
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FLOAT32", "INT8"})
    void theReferenceKnowsTheAnswers(Precision precision) {
        try (Nd4jKernels kernels = new Nd4jKernels()) {
            assertThat(KnownAnswers.wrong(kernels, precision, PLAIN)).isEmpty();
        }
    }

    @Test
    void theReferenceAnswersAllOfThem() {
        try (Nd4jKernels kernels = new Nd4jKernels();
                Answers answers = new Answers(kernels)) {
            assertThat(QUESTIONS).allSatisfy(question -> assertThat(answers.to(question, shape -> Format.PLAIN))
                    .as(question.name())
                    .isPresent());
        }
    }

    @Test
    void noTwoQuestionsHaveTheSameName() {
        assertThat(names()).doesNotHaveDuplicates();
    }

    /** Right but for the last value of everything that one question asks for. */
    private static Optional<Map<Value, float[]>> wrongIn(String name, float wrong, Question question) {
        Map<Value, float[]> answers = new LinkedHashMap<>();
        question.expected().forEach((value, right) -> {
            float[] values = new float[right.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) right[i];
            }
            if (question.name().equals(name)) {
                values[values.length - 1] = wrong;
            }
            answers.put(value, values);
        });
        return Optional.of(answers);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aWrongValueIsFoundAndNamed(String name) {
        Optional<String> found = KnownAnswers.wrong(
                QUESTIONS, Precision.BFLOAT16, PLAIN, (question, format) -> wrongIn(name, 1000, question));

        assertThat(found).hasValueSatisfying(sentence -> assertThat(sentence).startsWith(name + " gives 1000.0 for "));
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsNoNumberIsFound(String name) {
        Optional<String> found = KnownAnswers.wrong(
                QUESTIONS, Precision.BFLOAT16, PLAIN, (question, format) -> wrongIn(name, Float.NaN, question));

        assertThat(found).hasValueSatisfying(sentence -> assertThat(sentence).startsWith(name + " gives NaN for "));
    }

    @Test
    void whatNobodyAnswersIsNotWrong() {
        assertThat(KnownAnswers.wrong(QUESTIONS, Precision.FLOAT32, PLAIN, (question, format) -> Optional.empty()))
                .isEmpty();
    }
}
