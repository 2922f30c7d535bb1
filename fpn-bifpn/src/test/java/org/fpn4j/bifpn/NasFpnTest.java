package org.fpn4j.bifpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.bifpn.BiFpn.Config;
import org.fpn4j.bifpn.BiFpn.Fusion;
import org.fpn4j.bifpn.BiFpn.Topology;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;

class NasFpnTest {
    private static final long SEPARABLE = 8 * 9 + 8 * 8 + 8;

    private static Config config(int finest, int coarsest) {
        return new Config(1, 8, finest, coarsest)
                .withTopology(Topology.NAS_FPN)
                .withNorm(new Norms.None())
                .withActivation(Activation.NONE);
    }

    /**
     * C3 is projected once; C4 for the first two nodes; C5 for its own level and for P6. Five of the seven nodes fuse two inputs by
     * weights.
     */
    @Test
    void parametersAreThoseOfSevenNodes() {
        NeckNetwork network = new NeckNetwork(config(3, 7), NeckNetwork.stages(3, 6, 10, 12), 32, 32);

        long count = network.parameters().stream()
                .mapToLong(parameter -> parameter.shape().size())
                .sum();

        assertThat(count).isEqualTo((6 * 8 + 8) + 2 * (10 * 8 + 8) + 2 * (12 * 8 + 8) + 7 * SEPARABLE + 5 * 2);
    }

    @Test
    void levelsThatAreNotFiveAreRefusedWithTheirNumber() {
        assertThatThrownBy(() -> config(3, 6))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("topology[nas_fpn] is of five levels, but min_level[3] and max_level[6] make 4");
        assertThat(config(2, 6).topology()).isEqualTo(Topology.NAS_FPN);
    }

    /** P3 is pooled to P4's size, 2x2 of 3x3 windows, and added as much as the mean of P4 says. */
    @Test
    void attentionAddsWhatTheMeanOfTheOtherMapOpens() {
        Config attention = new Config(1, 1, 3, 4)
                .withNodes(List.of("P4.out <- gp(P3.in, P4.in)"))
                .withFusion(Fusion.SUM)
                .withSeparable(false)
                .withNorm(new Norms.None())
                .withActivation(Activation.NONE);
        NeckNetwork neck = new NeckNetwork(attention, NeckNetwork.stages(3, 1, 1), 4, 4);
        float[] fine = new float[16];
        for (int i = 0; i < fine.length; i++) {
            fine[i] = i;
        }
        Map<String, float[]> inputs = new LinkedHashMap<>();
        inputs.put("C3", fine);
        inputs.put("C4", new float[] {1, -2, 3, 0}); // mean 0.5
        float gate = (float) (1 / (1 + Math.exp(-0.5)));

        try (Network network = neck.inference(1, identity(neck.parameters()))) {
            Map<String, float[]> outputs =
                    network.forward(inputs, network.outputs().keySet());

            assertThat(outputs.get("P3")).containsExactly(fine);
            float[] expected = {1 + gate * 10, -2 + gate * 11, 3 + gate * 14, gate * 15}; // windows end at the border
            for (int i = 0; i < 4; i++) {
                assertThat(outputs.get("P4")[i]).isEqualTo(expected[i], within(1e-5f));
            }
        }
    }

    /** Kernels of 3x3 with nothing but a one in the middle. */
    private static Weights identity(List<Parameter> parameters) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] values = new float[(int) parameter.shape().size()];
            if (parameter.shape().equals(Shape.of(1, 1, 3, 3))) {
                values[4] = 1;
            }
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), values));
        }
        return new Weights(tensors);
    }
}
