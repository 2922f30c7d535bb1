package org.fpn4j.experiments.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AblationFilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"configs/quickstart.yaml", "configs/ablations/bccd_necks.yaml"})
    void comparesThreeNecks(String file) {
        Ablation ablation = Ablation.load(Path.of(System.getProperty("fpn.root"), file), List.of());

        assertThat(ablation.axes()).extracting(Axis::name).containsExactly("neck");
        assertThat(ablation.axes().get(0).values()).containsOnlyKeys("fpn", "panet", "bifpn");
        assertThat(ablation.cells()).hasSize(3 * ablation.seeds().size());
    }
}
