package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Detectors of two stages cost what torchvision's do, at 3x800x800 with 1000 proposals. */
class PublishedRegionCostsTest {
    private static CostGraph cost(String model) {
        return Experiment.load(file(model), List.of()).detector().cost(800, 800).graph();
    }

    private static Path file(String model) {
        return Path.of(System.getProperty("fpn.root"), "configs", "models", model + ".yaml");
    }

    /** Of torchvision 0.29.1's builders; those of the first versions with frozen batch norms, as they are with weights. */
    @ParameterizedTest
    @CsvSource({
        "faster_rcnn_r50_fpn, 41755286",
        "faster_rcnn_r50_fpn_v2, 43712278",
        "mask_rcnn_r50_fpn, 44401393",
        "mask_rcnn_r50_fpn_v2, 46359409"
    })
    void parametersAreAsMany(String model, long parameters) {
        assertThat(cost(model).parameterCount("")).isEqualTo(parameters);
    }

    /** What an image's costs are of is said beside them, and in the file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "faster_rcnn_r50_fpn | 1000 proposals an image | {\"proposals\":1000}",
                "mask_rcnn_r50_fpn | 1000 proposals, 100 detections an image | {\"proposals\":1000,\"detections\":100}"
            })
    void theNumberOfRegionsIsNamed(String model, String words, String regions) throws IOException {
        Path file = file(model);

        assertThat(CommandRun.of("cost", file).results())
                .contains("neck includes extra_levels; head of " + words + "\n");
        JsonNode json = new ObjectMapper()
                .readTree(CommandRun.of("cost", file, "--json", "-").results());
        assertThat(json.get("regions")).hasToString(regions);
    }

    /**
     * By hand: 53 294 cells of P2 to P6 (40 000, 10 000, 2500, 625 and 169) times 256 (9 256 + 15); a thousand regions times
     * 256 7 7 1024 + 1024 1024, and times 1024 (91 + 364).
     */
    @Test
    void theStagesOfTheFirstVersionCostWhatTheirLayersDo() {
        CostGraph cost = cost("faster_rcnn_r50_fpn");

        assertThat(cost.macs("")).isEqualTo(134_379_721_216L);
        assertThat(cost.parameterCount("head.rpn")).isEqualTo(593_935);
        assertThat(cost.macs("head.rpn")).isEqualTo(53_294L * 256 * (9 * 256 + 15));
        assertThat(cost.parameterCount("head.box")).isEqualTo(14_362_055);
        assertThat(cost.macs("head") - cost.macs("head.rpn"))
                .isEqualTo(1000L * (256 * 49 * 1024 + 1024 * 1024) + 1000L * 1024 * 455);
    }
}
