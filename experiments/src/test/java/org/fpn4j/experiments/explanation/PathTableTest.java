package org.fpn4j.experiments.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.fpn4j.core.topology.PathLengths;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathTableTest {
    @TempDir
    private Path directory;

    private PathTable table(String... sets) {
        return PathTable.of(TinyExperiment.load(directory, sets).detector(), 128, 128);
    }

    private static PathTable.Pair pair(PathTable table, String stage, String level) {
        return table.pairs().stream()
                .filter(pair -> pair.stage().equals(stage) && pair.level().equals(level))
                .findFirst()
                .orElseThrow();
    }

    /** PANet, section 1: the way up through the backbone against fewer than ten layers. C3..C5 of ResNet-101 have 12, 69 and 9. */
    @Test
    void theShortCutAvoidsTheBackbone() {
        PathTable table =
                table("backbone.depth=101", "neck={type: panet, out_channels: 8, min_level: 2, max_level: 5}");

        PathTable.Pair pair = pair(table, "C2", "P5");
        assertThat(pair.alone().map(PathLengths::longest)).contains(8);
        assertThat(pair.all().longest()).isEqualTo(12 + 69 + 9 + 1 + 1 + 3 * 2); // lateral, P2's output, three hops
    }

    @Test
    void anFpnReachesCoarserLevelsThroughTheBackboneAlone() {
        PathTable.Pair pair = pair(table(), "C3", "P5");

        assertThat(pair.alone()).isEmpty();
        assertThat(pair.all().shortest()).isPositive();
    }

    @Test
    void extraLevelsArePartOfTheNeck() {
        PathTable table = table("extra_levels={type: last_level_p6p7}");

        assertThat(table.levels()).containsExactly("P3", "P4", "P5", "P6", "P7");
        assertThat(pair(table, "C5", "P7").alone().map(PathLengths::scaleChanges))
                .contains(2);
    }
}
