package org.fpn4j.core.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fpn4j.core.graph.OperationKinds;
import org.fpn4j.core.samediff.GradientCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperationSamplesTest {
    @Test
    void everyKindOfOperationHasASample() {
        Set<Class<?>> sampled = OperationSamples.all()
                .map(sample -> sample.operation().getClass())
                .collect(Collectors.toSet());

        assertThat(sampled).containsAll(OperationKinds.all());
    }

    static Stream<OperationSample> predicting() {
        return OperationSamples.predicting();
    }

    @ParameterizedTest
    @MethodSource("predicting")
    void gradientsAreThoseOfDifferences(OperationSample sample) {
        GradientCheck.assertMatches(graph -> List.of(sample.onTrained(graph, 2)));
    }
}
