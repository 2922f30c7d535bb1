package org.fpn4j.heads.efficientdet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DenseHead;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Configs;
import org.junit.jupiter.api.Test;

class EfficientDetHeadTest {
    private static final PyramidSpec P3_P7 = PyramidSpec.uniform("P", 3, 7, 64);

    private static List<Parameter> parameters(EfficientDetConfig config) {
        CostGraph graph = new CostGraph();
        List<Tensor> maps = new ArrayList<>();
        for (int side = 64; side >= 4; side /= 2) {
            maps.add(graph.input("P" + side, Shape.of(1, 64, side, side)));
        }
        ((DenseHead) config.create(P3_P7)).build(graph.scope("head"), new Pyramid(P3_P7, maps));
        return graph.parameters();
    }

    private static long trained(EfficientDetConfig config) {
        return parameters(config).stream()
                .filter(parameter -> parameter.role() != Parameter.Role.BUFFER)
                .mapToLong(parameter -> parameter.shape().size())
                .sum();
    }

    /**
     * By hand for D0: three times 64 * 9 + 64 * 64 + 64 in each tower, five levels' norms of 2 * 64, and predictors of 64 * 9 +
     * 64 * out + out.
     */
    @Test
    void parametersAreThoseOfD0() {
        long tower = 3 * (64 * 9 + 64 * 64 + 64 + 5 * 2 * 64);
        long predictors = 2 * 64 * 9 + 65 * (810 + 36);

        assertThat(trained(new EfficientDetConfig().withRedundantBias(true))).isEqualTo(2 * tower + predictors);
        assertThat(trained(new EfficientDetConfig())).isEqualTo(2 * tower + predictors - 2 * 3 * 64);
    }

    @Test
    void convolutionsAreSharedAndNormsAreNot() {
        List<String> names = parameters(new EfficientDetConfig()).stream()
                .map(Parameter::name)
                .toList();

        assertThat(names)
                .contains(
                        "head.cls_tower.2.depthwise.weight",
                        "head.cls_tower.2.norm.P3.running_mean",
                        "head.box_tower.0.norm.P7.weight",
                        "head.box_deltas.pointwise.bias")
                .doesNotHaveDuplicates();
        assertThat(names).filteredOn(name -> name.contains("pointwise.weight")).hasSize(8);
    }

    /** Huber below its delta is half of the square: 50 times the mean of four, of which one differs by 0.04. */
    @Test
    void theBoxLossIsHubersOfTheMean() {
        var loss = new EfficientDetConfig().boxLoss();

        assertThat(loss.factor()).isEqualTo(50 * 0.1 / 4, within(1e-12));
        assertThat(0.5 * 0.04 * 0.04 / loss.beta() * loss.factor())
                .isEqualTo(50 * 0.5 * 0.04 * 0.04 / 4, within(1e-12));
    }

    @Test
    void whatDoesNotFitIsSaidWithItsPlace() {
        EfficientDetConfig groups =
                Configs.with(new EfficientDetConfig(), "norm: {type: group_norm, groups: 48, epsilon: 1.0e-5}");
        PyramidSpec uneven = new PyramidSpec("C", List.of(new LevelSpec(3, 64), new LevelSpec(4, 128)));

        assertThatThrownBy(() -> groups.create(P3_P7))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("norm.groups[48] must divide the levels' channels[64]");
        assertThatThrownBy(() -> new EfficientDetConfig().create(uneven))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("needs levels of one width");
        assertThatThrownBy(() -> new EfficientDetConfig().withRepeats(-1))
                .hasMessageContaining("repeats[-1] must be between 0 and 64");
    }
}
