package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A set of one class, with the category id 7, from training to predictions. */
class OneClassTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private RenumberedSet set() throws IOException {
        RenumberedSet set = RenumberedSet.write(directory.resolve("set"));
        set.change("train", OneClassTest::firstClassAlone);
        set.change("val", OneClassTest::firstClassAlone);
        return set;
    }

    private static JsonNode firstClassAlone(JsonNode tree) {
        ArrayNode categories = (ArrayNode) tree.get("categories");
        while (categories.size() > 1) {
            categories.remove(1);
        }
        for (Iterator<JsonNode> annotations = tree.get("annotations").iterator(); annotations.hasNext(); ) {
            if (annotations.next().get("category_id").asInt() != 7) {
                annotations.remove();
            }
        }
        return tree;
    }

    @ParameterizedTest
    @CsvSource({
        "fcos, 1",
        "fcos, 3",
        "retina, 1",
        "retina, 3",
        "'centernet, levels: all', 1",
        "'centernet, levels: all', 3"
    })
    void trainsReportsAndPredicts(String head, int classes) throws IOException {
        Path run = directory.resolve("run");

        CommandRun training = CommandRun.of(
                "train",
                TinyExperiment.write(directory),
                "--out",
                run,
                "--set",
                set().config(),
                "--set",
                "head={type: " + head + ", num_classes: " + classes
                        + ", prior: 0.5, tower: {convs: 1, norm: {type: none}},"
                        + " postprocess: {score_threshold: 0.01, candidates_per_level: 100, nms_threshold: 0.5,"
                        + " max_detections: 20}}");
        CommandRun predict = CommandRun.of("predict", run, "--split", "val", "--json", "-");

        assertThat(training.code()).as(training.log()).isZero();
        assertThat(run.resolve("report.html")).isNotEmptyFile();
        assertThat(predict.code()).as(predict.log()).isZero();
        assertThat(JSON.readTree(predict.results()))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.get("category_id").asInt()).isEqualTo(7));
    }
}
