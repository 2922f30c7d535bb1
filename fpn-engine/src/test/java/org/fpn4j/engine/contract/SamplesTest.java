package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.fpn4j.core.graph.OperationKinds;
import org.fpn4j.core.samples.OperationsIn;
import org.junit.jupiter.api.Test;

/** No operation is left out of what every provider must compute. */
class SamplesTest {
    @Test
    void everyKindOfOperationHasASample() {
        Set<Class<?>> sampled = new HashSet<>();

        Samples.all()
                .forEach(sample -> sampled.addAll(
                        OperationsIn.definition(graph -> sample.definition().define(graph))));

        assertThat(sampled).containsAll(OperationKinds.all());
    }
}
