package org.fpn4j.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.evaluation.metric.LeftOut;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a run that something else than a run wrote. */
class DamagedRunTest {
    private static final String CLASSES = "[{\"id\": 1, \"name\": \"nodule\"}]";

    @TempDir
    private Path path;

    private RunDirectory run;
    private Result result;

    @BeforeEach
    void finish() throws IOException {
        run = new RunDirectory(path);
        Files.createDirectory(run.checkpoints());
        Files.writeString(run.finalWeights(), "weights");
        Files.writeString(path.resolve("classes.json"), CLASSES);
        Files.writeString(run.detections(), "[]");
        result = result();
        run.finish(result);
    }

    private Result result() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (String name : List.of("AP", "AP50", "AP75", "AP_S", "AP_M", "AP_L")) {
            metrics.put(name, 0.5);
        }
        return new Result(
                metrics,
                Map.of("nodule", Map.of("AP", 0.5, "AP50", 0.75)),
                new LeftOut(1, 0),
                List.of("a warning"),
                2.5,
                0.5,
                4,
                10,
                20,
                Digests.sha256(run.finalWeights()),
                Digests.sha256(run.detections()));
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(run.wholeResult()).contains(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | holds no JSON object, so the file is damaged",
                "[] | holds no JSON object, so the file is damaged",
                "{ | is not JSON: Unexpected end-of-input",
                "'' | holds no JSON object, so the file is damaged",
                "{\"metrics\": 1, \"metrics\": 2} | is not JSON: Duplicate field 'metrics'",
                "{} | metrics is missing; it must be an object",
                "{\"metrics\": null} | metrics[null] must be an object",
                "{\"metrics\": {\"AP\": \"0.5\"}} | metrics.AP[\"0.5\"] must be a number between -1.0 and 1.0",
                "{\"metrics\": {\"AP\": 7}} | metrics.AP[7] must be a number between -1.0 and 1.0",
                "{\"metrics\": {\"AP\": 0.5}} | metrics.AP50 is missing; it must be a number between -1.0 and 1.0",
                "{\"steps\": -5} | steps[-5] must be an integer >= 1",
                "{\"steps\": 1.5} | steps[1.5] must be an integer >= 1",
                "{\"perClass\": {\"a\": null}} | perClass.a[null] must be an object",
                "{\"perClass\": {\"a\": {\"AP\": 0.5}}} | perClass.a.AP50 is missing",
                "{\"warnings\": [1]} | warnings[[1]] must be a list of texts",
                "{\"trainSeconds\": 1e999} | trainSeconds[\"Infinity\"] must be a number >= 0.0",
                "{\"weightsSha256\": 3} | weightsSha256[3] must be text"
            })
    void aDamagedResultIsNamedWithWhatIsWrong(String content, String problem) throws IOException {
        Files.writeString(path.resolve("result.json"), content);

        assertThatThrownBy(run::result)
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(path.resolve("result.json") + ": " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | holds no list of JSON objects, so the file is damaged",
                "[null] | holds no list of JSON objects, so the file is damaged",
                "[] | holds no list of JSON objects, so the file is damaged",
                "{} | holds no list of JSON objects, so the file is damaged",
                "[{\"id\": 1}] | [0].name is missing; it must be text",
                "[{\"id\": \"1\", \"name\": \"a\"}] | [0].id[\"1\"] must be an integer",
                "[{\"id\": 1, \"name\": \"a\"}, {\"id\": 1, \"name\": \"b\"}] | [1].id[1] must be the id of no other class"
            })
    void damagedClassesAreNamedWithWhatIsWrong(String content, String problem) throws IOException {
        Files.writeString(path.resolve("classes.json"), content);

        assertThatThrownBy(run.detector()::classes)
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(path.resolve("classes.json") + ": " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | holds no JSON object, so the file is damaged",
                "{} | key is missing; it must be text",
                "{\"key\": null} | key[null] must be text"
            })
    void damagedProvenanceIsNamedWithWhatIsWrong(String content, String problem) throws IOException {
        Files.writeString(path.resolve("provenance.json"), content);

        assertThatThrownBy(run::keyHash)
                .isInstanceOf(UserInputException.class)
                .hasMessage(path.resolve("provenance.json") + ": " + problem);
    }

    @Test
    void weightsOfWhichABitFlippedAreNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(run.finalWeights());
        bytes[3] ^= 1;
        Files.write(run.finalWeights(), bytes);

        assertThatThrownBy(run::wholeResult)
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(run.finalWeights() + ": is damaged: its SHA-256[");
    }

    @Test
    void detectionsThatAreNotThoseThatWereScoredAreNamed() throws IOException {
        Files.writeString(run.detections(), "[");

        assertThatThrownBy(run::wholeResult)
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(run.detections() + ": is damaged: its SHA-256[")
                .hasMessageContaining("] is not that of the detections that were scored, [" + result.detectionsSha256())
                .hasMessageContaining("the run is whole without the file; ./fpn eval " + path + " --detections FILE");
        assertThat(run.resultOfWholeWeights()).as("one can predict with it").contains(result);
    }

    @Test
    void aRunThatKeptNoDetectionsIsWhole() throws IOException {
        Files.delete(run.detections());

        assertThat(run.wholeResult()).contains(result);
    }

    @Test
    void ofARunThatNeverHadDetectionsAnyAreAccepted() throws IOException {
        Path file = path.resolve("result.json");
        Files.writeString(file, Files.readString(file).replaceAll(",\\s*\"detectionsSha256\" : \"\\w+\"", ""));
        Files.writeString(run.detections(), "made later");

        assertThat(run.wholeResult())
                .isPresent()
                .get()
                .extracting(Result::detectionsSha256)
                .isEqualTo("");
    }

    @Test
    void aRunThatIsTrainedAgainHasNeitherResultNorDetections() {
        run.unfinish();

        assertThat(run.result()).isEmpty();
        assertThat(run.detections()).doesNotExist();
    }

    @Test
    void valuesOfMetricsThatNobodyKnowsHereAreKept() throws IOException {
        Path file = path.resolve("result.json");
        Files.writeString(file, Files.readString(file).replace("\"AP_L\" : 0.5", "\"AP_L\" : 0.5, \"FALSE\" : 17.5"));

        assertThat(run.result().orElseThrow().metrics()).containsEntry("FALSE", 17.5);
    }

    @Test
    void oneLineOfGarbageTakesNoOtherWithIt() throws IOException {
        Files.writeString(
                run.metrics(),
                """
                {"step": 1, "loss": 3}
                garbage
                {"step": 2, "loss": 2}
                null
                {"step": "three"}
                {"step": 3, "loss": 1}
                {"step": 4, "lo""");
        List<JsonNode> lines = new ArrayList<>();
        List<String> told = new ArrayList<>();

        run.readMetrics(lines::add, told::add);

        assertThat(lines).extracting(line -> line.get("step").asInt()).containsExactly(1, 2, 3);
        assertThat(told)
                .containsExactly(
                        run.metrics() + ":2: is no line of metrics and is left out",
                        run.metrics() + ":4: is no line of metrics and is left out",
                        run.metrics() + ":5: is no line of metrics and is left out");
    }

    @Test
    void aLastLineThatIsWholeButGarbageIsTold() throws IOException {
        Files.writeString(run.metrics(), "{\"step\": 1}\n\0\0\0\n");
        List<String> told = new ArrayList<>();

        run.readMetrics(line -> {}, told::add);

        assertThat(told).containsExactly(run.metrics() + ":2: is no line of metrics and is left out");
    }
}
