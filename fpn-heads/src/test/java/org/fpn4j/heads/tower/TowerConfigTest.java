package org.fpn4j.heads.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.junit.jupiter.api.Test;

class TowerConfigTest {
    private static final PyramidSpec P3_P4 = PyramidSpec.uniform("P", 3, 4, 8);

    @Test
    void levelsShareConvolutionsAndNorms() {
        assertThat(parameters(new TowerConfig(2, 0, new Norms.Group(4, 1e-5), false, Activation.RELU, true)))
                .containsExactly(
                        "tower.0.weight [8, 8, 3, 3]",
                        "tower.0.bias [8]",
                        "tower.0.norm.weight [8]",
                        "tower.0.norm.bias [8]",
                        "tower.1.weight [8, 8, 3, 3]",
                        "tower.1.bias [8]",
                        "tower.1.norm.weight [8]",
                        "tower.1.norm.bias [8]");
    }

    @Test
    void levelsMayHaveNormsOfTheirOwnAndAnotherWidth() {
        assertThat(parameters(new TowerConfig(1, 12, new Norms.Batch(), true, Activation.RELU, false)))
                .containsExactly(
                        "tower.0.weight [12, 8, 3, 3]",
                        "tower.0.norm.P3.weight [12]",
                        "tower.0.norm.P3.bias [12]",
                        "tower.0.norm.P3.running_mean [12]",
                        "tower.0.norm.P3.running_var [12]",
                        "tower.0.norm.P4.weight [12]",
                        "tower.0.norm.P4.bias [12]",
                        "tower.0.norm.P4.running_mean [12]",
                        "tower.0.norm.P4.running_var [12]");
    }

    @Test
    void withoutConvolutionsPredictorsSeeThePyramid() {
        TowerConfig none = new TowerConfig(0, 12, new Norms.None(), false, Activation.RELU, false);

        assertThat(parameters(none)).isEmpty();
        assertThat(none.width(P3_P4)).isEqualTo(8);
    }

    @Test
    void rejectsGroupsThatDoNotDivideTheChannels() {
        assertThatThrownBy(() -> with(new Norms.Group()).check("fcos", PyramidSpec.uniform("P", 3, 7, 100)))
                .hasMessage("tower.norm.groups[32] must divide the tower's channels[100]");
    }

    @Test
    void rejectsLevelsOfSeveralWidths() {
        PyramidSpec uneven = new PyramidSpec("C", List.of(new LevelSpec(3, 8), new LevelSpec(4, 16)));

        assertThatThrownBy(() -> with(new Norms.None()).check("retina", uneven))
                .hasMessage("type[retina] needs levels of one width, got [C3:8, C4:16]");
    }

    @Test
    void rejectsNegativeSizes() {
        assertThatThrownBy(() -> new TowerConfig(-1, -2, new Norms.None(), false, Activation.RELU, false))
                .hasMessage("convs[-1] must be between 0 and 64; channels[-2] must be between 0 and 8192");
    }

    private static TowerConfig with(NormConfig norm) {
        return new TowerConfig(4, 0, norm, false, Activation.RELU, true);
    }

    private static List<String> parameters(TowerConfig tower) {
        CostGraph graph = new CostGraph();
        assertThat(tower.declare(graph.scope("tower"), P3_P4)).hasSize(2);
        return graph.parameters().stream().map(TowerConfigTest::text).toList();
    }

    private static String text(Parameter parameter) {
        return parameter.name() + " " + parameter.shape();
    }
}
