package org.fpn4j.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.tracking.Runs;
import org.fpn4j.tracking.mlflow.StubServer.Answer;
import org.fpn4j.training.tracking.Tracker.Ending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told before the first step. */
class MlflowRefusalsTest {
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(1),
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofSeconds(1));

    @TempDir
    private Path directory;

    private final StubServer server = new StubServer();

    @AfterEach
    void closeServer() {
        server.close();
    }

    private ThrowingCallable begin(String uri) {
        return begin(uri, "necks");
    }

    private ThrowingCallable begin(String uri, String experiment) {
        String trackers = "[{type: tensorboard}, {type: mlflow, uri: '" + uri + "'}]";
        return () -> MlflowTracker.open(
                        new Mlflow(uri, experiment),
                        Runs.in(directory, trackers, told -> {}).at(1),
                        Map.of(),
                        SHORT)
                .begin(0, true);
    }

    private String place() {
        return directory.resolve("necks.yaml") + ":1:48: trackers[1][mlflow] uri[" + server.uri() + "] ";
    }

    private void assertRefused(String beginning, String hint) {
        assertThatThrownBy(begin(server.uri()))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(place() + beginning)
                .hasMessageEndingWith("\n    " + hint);
    }

    @Test
    void aConfigThatCannotBeRightIsRefusedAtItsKey() {
        assertThatThrownBy(() -> Runs.config(directory, "[{type: mlflow, uri: localhost:5000}]"))
                .hasMessage(
                        directory.resolve("necks.yaml") + ":1:27: trackers[0][mlflow] uri[localhost:5000] must be the"
                                + " address of a tracking server, as http://localhost:5000, or empty for that of"
                                + " MLFLOW_TRACKING_URI");
        assertThatThrownBy(() -> Runs.config(directory, "[{type: mlflow, uri: 'http://h:70000'}]"))
                .hasMessageContaining("uri[http://h:70000] must be the address");
        assertThatThrownBy(() -> Runs.config(directory, "[{type: mlflow, uri: 'http://h/#/experiments/1'}]"))
                .hasMessageContaining("uri[http://h/#/experiments/1] must be the address");
        assertThatThrownBy(() -> Runs.config(directory, "[{type: mlflow, uri: 'http://ada:hidden@h'}]"))
                .hasMessageContaining("uri[...h] must hold no user and no password: MLFLOW_TRACKING_USERNAME")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> Runs.config(directory, "[{type: mlflow, experiment: ' '}]"))
                .hasMessageContaining("trackers[0][mlflow] experiment[ ] must be a name of 1 to 500 characters");
        assertThatThrownBy(() -> Runs.config(directory, "[{type: tensorbord}]"))
                .hasMessageContaining("unknown trackers type [tensorbord]")
                .hasMessageContaining("tensorboard");
        assertThatThrownBy(() -> Runs.config(directory, "[{type: tensorboard}, {type: tensorboard}]"))
                .hasMessageContaining("trackers[2] must differ from each other");
    }

    @Test
    void aServerMustBeNamedSomewhere() {
        assertThatThrownBy(begin(""))
                .isInstanceOf(UserInputException.class)
                .hasMessage(directory.resolve("necks.yaml")
                        + ":1:48: trackers[1][mlflow] uri[] names no server, and neither"
                        + " does MLFLOW_TRACKING_URI\n    uri: http://localhost:5000, or the variable");
        assertThatThrownBy(() -> MlflowTracker.open(
                        new Mlflow(),
                        Runs.in(directory, "[{type: mlflow}]", told -> {}),
                        Map.of("MLFLOW_TRACKING_URI", "databricks"),
                        SHORT))
                .hasMessage("MLFLOW_TRACKING_URI: [databricks] is no address of a server\n"
                        + "    http:// or https:// and no user or password");
        assertThatThrownBy(() -> MlflowTracker.open(
                        new Mlflow(),
                        Runs.in(directory, "[{type: mlflow}]", told -> {}),
                        Map.of("MLFLOW_TRACKING_URI", "https://ada:hidden@h"),
                        SHORT))
                .hasMessageContaining("[...h] is no address of a server")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aTokenThatNoHeaderMayHoldIsToldWithoutIt() {
        assertThatThrownBy(() -> MlflowTracker.open(
                        new Mlflow(server.uri(), "necks"),
                        Runs.in(directory, "[{type: mlflow}]", told -> {}),
                        Map.of("MLFLOW_TRACKING_TOKEN", "hid\nden"),
                        SHORT))
                .isInstanceOf(UserInputException.class)
                .hasMessage("MLFLOW_TRACKING_TOKEN: has signs that no token has\n"
                        + "    visible ones of ASCII, without blanks");
    }

    @Test
    void whereNobodyListensNothingIsTrained() {
        server.close();

        assertRefused(
                "does not answer: no connection is accepted, or nobody has that name",
                "a tracking server must listen there, as mlflow server --host 127.0.0.1 --port 5000 starts one");
    }

    @Test
    void whoNeverAnswersIsWaitedForForAWhile() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(begin("http://localhost:" + silent.getLocalPort()))
                    .isInstanceOf(UserInputException.class)
                    .hasMessageContaining("does not answer: it takes more than 1 s");
        }
    }

    @Test
    void aPageIsNotMlflow() {
        server.answer(call -> true, new Answer(200, "text/html", "<!doctype html><p>Hello", Map.of()));

        assertRefused(
                "does not answer as MLflow does: experiments/get-by-name gave status 200 and no JSON that is known",
                "the address must be that of the tracking server, without /api or #/experiments");
    }

    @Test
    void anAnswerThatLacksWhatMustBeThereIsNotMlflow() {
        server.answer(call -> true, new Answer(200, "application/json", "{}", Map.of()));

        assertRefused(
                "does not answer as MLflow does: experiments/get-by-name gave no id",
                "REST API 2.0 of MLflow is what is spoken");
    }

    @Test
    void anAnswerWithoutAnEndIsNotReadForEver() {
        server.answer(call -> true, new Answer(200, "application/json", " ".repeat(40 << 20), Map.of()));

        assertRefused(
                "does not answer: it sends more than 33554432 bytes",
                "a tracking server must listen there, as mlflow server --host 127.0.0.1 --port 5000 starts one");
    }

    @Test
    void aRedirectIsNotFollowed() {
        server.answer(
                call -> true,
                new Answer(302, "text/html", "", Map.of("Location", "https://login.example/?next=mlflow")));

        assertRefused(
                "sends elsewhere, to [https://login.example/?next=mlflow]",
                "name that server as uri, if it is MLflow's");
    }

    @Test
    void whoIsNotLetInIsToldWhatSaysWhoAsks() {
        server.answer(call -> true, new Answer(401, "text/plain", "You are not authenticated", Map.of()));

        assertRefused(
                "does not let in who asks (401)",
                "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, say who asks");
    }

    @Test
    void anErrorOfMlflowsIsToldWithItsWords() {
        String error = "{\"error_code\": \"PERMISSION_DENIED\", \"message\": \"no experiments are made here\"}";
        server.answer(call -> call.equals("experiments/create"), new Answer(400, "application/json", error, Map.of()));

        assertRefused(
                "refuses experiments/create: PERMISSION_DENIED, no experiments are made here",
                "REST API 2.0 of MLflow is what is spoken");
    }

    @Test
    void anExperimentThatWasDeletedThereIsTold() throws Throwable {
        begin(server.uri(), "deleted").call(); // makes it

        assertThatThrownBy(begin(server.uri(), "deleted"))
                .hasMessage(place() + "has deleted the experiment\n"
                        + "    another experiment, or mlflow experiments restore brings it back");
    }

    @Test
    void aDamagedNoteOfTheRunIsTold() throws IOException {
        Path note = Files.createDirectories(directory.resolve("run")).resolve("mlflow.json");
        Files.writeString(note, "[{\"uri\": \"" + server.uri() + "\", \"experiment\": 7, \"run_id\": \"1\"}]");

        assertThatThrownBy(begin(server.uri()))
                .isInstanceOf(UserInputException.class)
                .hasMessage(note + ": [0].experiment[7] must be text");
    }

    /** As whoever opened one that could not begin does. */
    @Test
    void whatNeverBeganEndsInPeace() {
        MlflowTracker tracker = MlflowTracker.open(
                new Mlflow(server.uri(), "necks"),
                Runs.in(directory, "[{type: mlflow}]", told -> {
                    throw new AssertionError(told);
                }),
                Map.of(),
                SHORT);

        tracker.ended(Ending.FAILED);
    }
}
