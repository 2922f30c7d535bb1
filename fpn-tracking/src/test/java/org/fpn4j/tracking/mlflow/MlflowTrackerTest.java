package org.fpn4j.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.fpn4j.tracking.Runs;
import org.fpn4j.tracking.mlflow.StubServer.Answer;
import org.fpn4j.training.tracking.Tracker.Ending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run against a server that holds to MLflow's documentation; no server of MLflow's own is there to be asked. */
class MlflowTrackerTest {
    private static final String ONE = "0".repeat(31) + "1";

    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(2),
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofSeconds(5));

    @TempDir
    private Path directory;

    private final StubServer server = new StubServer();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void closeServer() {
        server.close();
    }

    private MlflowTracker tracker() {
        return tracker(Map.of("MLFLOW_TRACKING_URI", server.uri()));
    }

    private MlflowTracker tracker(Map<String, String> environment) {
        String trackers = "[{type: mlflow, experiment: necks}]";
        return MlflowTracker.open(new Mlflow("", "necks"), Runs.in(directory, trackers, told::add), environment, SHORT);
    }

    private JsonNode run(String id) {
        return server.runs().get(id);
    }

    private static Map<String, String> pairs(JsonNode list) {
        Map<String, String> pairs = new LinkedHashMap<>();
        list.forEach(
                pair -> pairs.put(pair.get("key").asText(), pair.get("value").asText()));
        return pairs;
    }

    @Test
    void aRunIsThereWithItsNameItsConfigItsValuesAndItsEnd() {
        MlflowTracker tracker = tracker();

        tracker.begin(0, true);
        String status = run(ONE).at("/info/status").asText();
        tracker.stepped(1, Map.of("train/loss", 1.5));
        tracker.stepped(2, Map.of("train/loss", 1.25));
        tracker.evaluated(2, Map.of("val/AP", 0.25));
        tracker.finished(2, Map.of("final/AP", 0.25));
        tracker.ended(Ending.FINISHED);

        assertThat(status).isEqualTo("RUNNING");
        assertThat(run(ONE).at("/info/status").asText()).isEqualTo("FINISHED");
        assertThat(run(ONE).at("/info/end_time").asLong()).isPositive();
        assertThat(run(ONE).at("/info/run_name").asText()).isEqualTo("necks: bifpn, seed 1");
        assertThat(pairs(run(ONE).at("/data/tags")))
                .containsEntry("mlflow.runName", "necks: bifpn, seed 1")
                .containsEntry("mlflow.source.name", "fpn4j")
                .containsEntry("fpn4j.key", "0123456789ab");
        assertThat(pairs(run(ONE).at("/data/params")))
                .hasSizeGreaterThan(100) // in more than one call
                .containsEntry("neck.type", "fpn")
                .containsEntry("input.normalization.mean", "[0.485,0.456,0.406]")
                .doesNotContainKey("trackers");
        assertThat(server.history(ONE, "train/loss")).containsExactly("1=1.5", "2=1.25");
        assertThat(server.history(ONE, "val/AP")).containsExactly("2=0.25");
        assertThat(server.history(ONE, "final/AP")).containsExactly("2=0.25");
        assertThat(server.authorizations()).containsOnly("nobody");
        assertThat(told).isEmpty();
    }

    @Test
    void howATrainingEndedIsItsStatus() {
        MlflowTracker stopped = tracker();
        stopped.begin(0, true);
        stopped.ended(Ending.STOPPED);
        String afterStop = run(ONE).at("/info/status").asText();
        MlflowTracker failed = tracker();
        failed.begin(1, false);
        String again = run(ONE).at("/info/status").asText();
        failed.ended(Ending.FAILED);

        assertThat(List.of(afterStop, again, run(ONE).at("/info/status").asText()))
                .containsExactly("KILLED", "RUNNING", "FAILED");
    }

    /** MLflow keeps every value that it is given. */
    @Test
    void aRunThatIsResumedGoesOnThereWithoutSayingAnythingTwice() {
        MlflowTracker killed = tracker();
        killed.begin(0, true);
        killed.stepped(1, Map.of("train/loss", 1.5));
        killed.stepped(2, Map.of("train/loss", 1.25));
        killed.evaluated(2, Map.of("val/AP", 0.25));
        killed.ended(Ending.FAILED);
        MlflowTracker resumed = tracker();

        resumed.begin(1, false);
        resumed.stepped(2, Map.of("train/loss", 1.25));
        resumed.evaluated(2, Map.of("val/AP", 0.25));
        resumed.stepped(3, Map.of("train/loss", 1.0));
        resumed.ended(Ending.FINISHED);

        assertThat(server.runs()).hasSize(1);
        assertThat(server.history(ONE, "train/loss")).containsExactly("1=1.5", "2=1.25", "3=1.0");
        assertThat(server.history(ONE, "val/AP")).containsExactly("2=0.25");
        assertThat(told).isEmpty();
    }

    @Test
    void aRunThatIsGoneThereIsBegunAgain() {
        MlflowTracker first = tracker();
        first.begin(0, true);
        first.ended(Ending.STOPPED);
        server.delete(ONE);
        MlflowTracker second = tracker();

        second.begin(1, false);
        second.ended(Ending.FINISHED);

        assertThat(server.runs()).hasSize(2);
        assertThat(told)
                .containsExactly(server.uri() + " does not have run " + ONE + " any more; another one is begun there");
    }

    @Test
    void valuesWaitWhileTheServerIsGoneAndTheTrainingGoesOn() {
        MlflowTracker tracker = tracker();
        tracker.begin(0, true);
        server.answer(call -> call.equals("runs/log-batch"), new Answer(503, "text/html", "<p>busy", Map.of()));
        tracker.stepped(1, Map.of("train/loss", 1.5));
        waitFor(2);
        tracker.stepped(2, Map.of("train/loss", 1.25));
        server.answerAsUsual();
        tracker.ended(Ending.FINISHED);

        assertThat(server.history(ONE, "train/loss")).containsExactly("1=1.5", "2=1.25");
        assertThat(told)
                .containsExactly(
                        "warning: MLflow at " + server.uri()
                                + " does not answer as MLflow does: runs/log-batch gave status"
                                + " 503 and no JSON that is known; its values wait, and the training goes on",
                        "warning: MLflow at " + server.uri() + " answers again");
    }

    /** Until the server was given values so often. */
    private void waitFor(int batches) {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (server.calls().stream().filter("runs/log-batch"::equals).count() < batches + 2) { // parameters are two
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    @Test
    void aCallThatFailsOnceIsMadeAgainWithoutAWord() {
        MlflowTracker tracker = tracker();
        tracker.begin(0, true);
        AtomicInteger batches = new AtomicInteger();
        server.answer(
                call -> call.equals("runs/log-batch") && batches.getAndIncrement() == 0,
                new Answer(500, "text/html", "", Map.of()));

        tracker.stepped(1, Map.of("train/loss", 1.5));
        tracker.ended(Ending.FINISHED);

        assertThat(server.history(ONE, "train/loss")).containsExactly("1=1.5");
        assertThat(told).isEmpty();
    }

    /** Cells of an ablation begin at the same time. */
    @Test
    void anExperimentThatSomebodyElseHasJustMadeIsFound() {
        tracker().begin(0, true);
        AtomicInteger asked = new AtomicInteger();
        server.answer(
                call -> call.equals("experiments/get-by-name") && asked.getAndIncrement() == 0,
                new Answer(
                        404,
                        "application/json",
                        "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"none\"}",
                        Map.of()));

        tracker().begin(0, true);

        assertThat(server.calls())
                .containsSubsequence("experiments/get-by-name", "experiments/create", "experiments/get-by-name");
        assertThat(server.runs()).hasSize(1);
    }

    @Test
    void aRunMayBeOnTwoServers() {
        try (StubServer other = new StubServer()) {
            MlflowTracker first = tracker();
            MlflowTracker second = tracker(Map.of("MLFLOW_TRACKING_URI", other.uri()));
            first.begin(0, true);
            second.begin(0, true);
            MlflowTracker resumed = tracker();
            resumed.begin(1, false);
            List.of(first, second, resumed).forEach(tracker -> tracker.ended(Ending.STOPPED));

            assertThat(server.runs()).hasSize(1);
            assertThat(other.runs()).hasSize(1);
        }
    }

    @Test
    void whatNeverArrivesIsCounted() {
        MlflowTracker tracker = tracker();
        tracker.begin(0, true);
        server.close();

        tracker.stepped(1, Map.of("train/loss", 1.5, "train/lr", 0.1));
        tracker.ended(Ending.FINISHED);

        assertThat(told).hasSize(3);
        assertThat(told.get(0)).contains(" does not answer: ", "; its values wait, and the training goes on");
        assertThat(told.get(1)).isEqualTo("warning: MLflow at " + server.uri() + " has not been given 2 values");
        assertThat(told.get(2)).endsWith("; the run stays RUNNING there");
    }

    @Test
    void whatIsRefusedForGoodIsLostAndToldOnce() {
        MlflowTracker tracker = tracker();
        tracker.begin(0, true);
        server.delete(ONE);

        tracker.stepped(1, Map.of("train/loss", 1.5));
        tracker.ended(Ending.FINISHED);

        assertThat(told)
                .containsExactly(
                        "warning: MLflow at " + server.uri()
                                + " refuses runs/log-batch: INVALID_PARAMETER_VALUE, The run"
                                + " must be in the 'active' state.; those values are lost, and the training goes on",
                        "warning: MLflow at " + server.uri() + " has not been given 1 value");
    }

    @Test
    void numbersThatJsonDoesNotHaveArriveByTheirNames() {
        MlflowTracker tracker = tracker();
        tracker.begin(0, true);

        tracker.stepped(1, Map.of("train/grad_norm", Double.POSITIVE_INFINITY));
        tracker.stepped(2, Map.of("train/grad_norm", Double.NaN));
        tracker.ended(Ending.FINISHED);

        assertThat(server.history(ONE, "train/grad_norm")).containsExactly("1=Infinity", "2=NaN");
        assertThat(told).isEmpty();
    }

    @Test
    void moreValuesThanACallMayHoldGoInSeveral() {
        MlflowTracker tracker = tracker();
        tracker.begin(0, true);

        for (int step = 1; step <= 2500; step++) {
            tracker.stepped(step, Map.of("train/loss", 1.0));
        }
        tracker.ended(Ending.FINISHED);

        assertThat(server.history(ONE, "train/loss")).hasSize(2500).last().isEqualTo("2500=1.0");
        assertThat(told).isEmpty();
    }

    @Test
    void theEnvironmentSaysWhoAsksAndNoFileDoes() throws Exception {
        Map<String, String> user = Map.of(
                "MLFLOW_TRACKING_URI",
                server.uri() + "/",
                "MLFLOW_TRACKING_USERNAME",
                "ada",
                "MLFLOW_TRACKING_PASSWORD",
                "hidden",
                "MLFLOW_TRACKING_TOKEN",
                "token");
        MlflowTracker first = tracker(user);
        first.begin(0, true);
        first.ended(Ending.STOPPED);
        MlflowTracker second = tracker(Map.of("MLFLOW_TRACKING_URI", server.uri(), "MLFLOW_TRACKING_TOKEN", "token"));
        second.begin(1, true);
        second.ended(Ending.STOPPED);

        assertThat(server.authorizations()).startsWith("Basic YWRhOmhpZGRlbg==").endsWith("Bearer token");
        assertThat(server.runs()).hasSize(1); // the same address with and without a slash
        String kept = Files.readString(directory.resolve("run/mlflow.json"));
        assertThat(kept).contains(ONE).doesNotContain("hidden", "token", "ada");
    }
}
