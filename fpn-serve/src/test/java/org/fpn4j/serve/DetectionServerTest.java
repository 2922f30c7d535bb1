package org.fpn4j.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.training.inference.TrainedDetector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as programs see it, over the loopback. */
class DetectionServerTest {
    private static final int MOST = 10_000;
    private static final ServerLimits LIMITS = new ServerLimits(MOST, 1, Duration.ofSeconds(20));

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private DetectionServer server;

    private void start(PictureDetector detector) {
        server = DetectionServer.start("localhost", 0, LIMITS, detector, log::add);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(server.address().resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> sent(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> detect(byte[] file) throws IOException, InterruptedException {
        return sent(to("/detect").POST(BodyPublishers.ofByteArray(file)).build());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    private static String error(HttpResponse<String> response) throws IOException {
        return json(response).get("error").asText();
    }

    @Test
    void whatIsFoundIsInPixelsOfThePicture() throws Exception {
        start(new StubDetector());

        HttpResponse<String> response = detect(SentFiles.png());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"width\":8,\"height\":4,\"spacing\":null,\"notes\":[],\"detections\":["
                        + "{\"class\":\"nodule\",\"score\":0.9,\"bbox\":[2.0,1.0,2.0,1.0]},"
                        + "{\"class\":\"heart <b>\",\"score\":0.5,\"bbox\":[0.0,0.0,8.0,2.0]},"
                        + "{\"class\":\"nodule\",\"score\":0.125,\"bbox\":[4.0,0.0,4.0,4.0]}],"
                        + "\"levels\":[{\"name\":\"features/C2\",\"height\":2,\"width\":3,\"means\":[0.0,1.0,2.0,3.0,4.0,5.123]},"
                        + "{\"name\":\"pyramid/P3\",\"height\":1,\"width\":1,\"means\":[-0.25]}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "tiff"})
    void picturesComeInEveryFormat(String format) throws Exception {
        start(new StubDetector());

        assertThat(json(detect(SentFiles.picture(format, 16, 8))).get("width").asInt())
                .isEqualTo(16);
    }

    @Test
    void thePictureItselfComesWhenItIsAskedFor() throws Exception {
        start(new StubDetector());

        HttpResponse<String> response = sent(to("/detect?picture=true")
                .POST(BodyPublishers.ofByteArray(SentFiles.png()))
                .build());

        String uri = json(response).get("picture").asText();
        assertThat(uri).startsWith("data:image/png;base64,");
        byte[] png = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getRGB(7, 0)).isEqualTo(0xFFC86432);
    }

    @Test
    void aDicomFileSaysHowLargeItsPixelsAreAndNothingOfAPerson() throws Exception {
        start(new StubDetector());

        JsonNode told = json(detect(SentFiles.dicom("0.5\\0.25")));

        assertThat(told.get("width").asInt()).isEqualTo(4);
        assertThat(told.get("spacing").toString()).isIn("{\"x\":0.25,\"y\":0.5}", "{\"y\":0.5,\"x\":0.25}");
        assertThat(told.toString()).doesNotContain("Roe", "Jane");
        assertThat(log).singleElement().asString().matches("detect: 200 after \\d+ ms: 4x2, 3 found");
    }

    @Test
    void aMissingSpacingIsNoted() throws Exception {
        start(new StubDetector());

        JsonNode told = json(detect(SentFiles.dicom("")));

        assertThat(told.get("spacing").isNull()).isTrue();
        assertThat(told.get("notes").get(0).asText())
                .isEqualTo("it has no Pixel Spacing: unless annotations know one, sizes are in pixels");
    }

    @Test
    void whatIsNoPictureIsTheSendersError() throws Exception {
        start(new StubDetector());

        HttpResponse<String> response = detect("hello".getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(error(response))
                .isEqualTo("picture: image cannot be decoded, it is neither DICOM, JPEG, PNG nor TIFF");
        assertThat(json(response).get("hints").get(0).asText())
                .isEqualTo("expected a complete DICOM, JPEG, PNG or TIFF file");
    }

    @Test
    void aFileThatEndsEarlyIsTheSendersErrorToo() throws Exception {
        start(new StubDetector());

        HttpResponse<String> response = detect(Arrays.copyOf(SentFiles.png(), 40));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(error(response)).startsWith("picture: image cannot be decoded, ");
    }

    @Test
    void ourErrorsAreInTheLogAlone() throws Exception {
        start(new PictureDetector() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public List<String> classNames() {
                return List.of();
            }

            @Override
            public TrainedDetector.Look look(ImageEntry image) {
                throw new IllegalStateException("a wire is loose");
            }
        });

        HttpResponse<String> response = detect(SentFiles.png());

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"error\":\"the server failed, and its log says where\"}");
        assertThat(log.get(0))
                .startsWith("java.lang.IllegalStateException: a wire is loose")
                .contains("\tat org.fpn4j.");
        assertThat(detect(SentFiles.png()).statusCode()).isEqualTo(500); // it goes on
    }

    @Test
    void aFileThatIsTooLargeIsRefusedByWhatItSaysAndByWhatComes() throws Exception {
        StubDetector detector = new StubDetector();
        start(detector);
        byte[] large = new byte[MOST + 1];
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));

        List<HttpResponse<String>> responses =
                List.of(detect(large), sent(to("/detect").POST(chunked).build()));

        assertThat(responses).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(error(response))
                    .isEqualTo("the file has more than [10000] bytes, which is the most that is taken");
        });
        assertThat(detector.asked).hasValue(0);
    }

    @Test
    void anEmptyBodyIsNoFile() throws Exception {
        start(new StubDetector());

        HttpResponse<String> response = detect(new byte[0]);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response)).isEqualTo("the body is empty; it should be the file of a picture");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /detect, 405, POST",
        "PUT, /detect, 405, POST",
        "POST, /, 405, 'GET, HEAD'",
        "OPTIONS, /, 405, 'GET, HEAD'",
        "DELETE, /page.js, 405, 'GET, HEAD'",
        "GET, /elsewhere, 404, ",
        "GET, /..%2Fpage.js, 404, ",
        "GET, //page.js, 404, ",
        "POST, /detect/more, 404, "
    })
    void otherMethodsAndPathsAreRefused(String method, String path, int status, String allowed) throws Exception {
        start(new StubDetector());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.address().toString().replaceFirst("/$", "") + path))
                .method(method, BodyPublishers.noBody())
                .build();

        HttpResponse<String> response = sent(request);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Allow").orElse(null)).isEqualTo(allowed);
    }

    @Test
    void anotherQueryIsRefused() throws Exception {
        start(new StubDetector());

        HttpResponse<String> response = sent(to("/detect?picture=1")
                .POST(BodyPublishers.ofByteArray(SentFiles.png()))
                .build());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response)).isEqualTo("the query of /detect is none, or picture=true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page.css", "/page.js", "/favicon.svg", "/favicon.ico", "/detector"})
    void everyFileHasASafeHeadAndAHeadAlone(String path) throws Exception {
        start(new StubDetector());

        HttpResponse<String> whole = sent(to(path).build());
        HttpResponse<String> head =
                sent(to(path).method("HEAD", BodyPublishers.noBody()).build());

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().map())
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("cache-control", List.of("no-store"));
        assertThat(whole.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length"))
                .isEqualTo(whole.headers().firstValue("content-length"));
    }

    @Test
    void thePageIsToldWhatTheDetectorIs() throws Exception {
        start(new StubDetector());

        assertThat(sent(to("/detector").build()).body())
                .isEqualTo("{\"name\":\"lungs <1>\",\"classes\":[\"nodule\",\"heart <b>\"],"
                        + "\"formats\":\"DICOM, JPEG, PNG or TIFF\",\"most_bytes\":10000}");
    }

    @Test
    void oneIsLookedAtAndOneWaitsAndOneIsTooMany() throws Exception {
        StubDetector detector = new StubDetector(1);
        start(detector);
        HttpRequest request =
                to("/detect").POST(BodyPublishers.ofByteArray(SentFiles.png())).build();
        List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sent.add(client.sendAsync(request, BodyHandlers.ofString()));
        }
        while (sent.stream().filter(CompletableFuture::isDone).count() < 4) {
            Thread.sleep(5);
        }

        List<HttpResponse<String>> tooMany = sent.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
        detector.let();

        assertThat(tooMany).hasSize(4);
        for (HttpResponse<String> response : tooMany) {
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(error(response)).isEqualTo("pictures[2] are looked at or wait already");
        }
        assertThat(sent.stream().map(CompletableFuture::join).filter(response -> response.statusCode() == 200))
                .hasSize(2);
        assertThat(detector.mostAtWork).hasValue(1);
        assertThat(detect(SentFiles.png()).statusCode()).isEqualTo(200);
    }

    @Test
    void noDecoderMayKeepAnythingInAFile() {
        start(new StubDetector());

        assertThat(ImageIO.getUseCache()).isFalse();
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        start(new StubDetector());
        int port = server.address().getPort();

        assertThatThrownBy(() -> DetectionServer.start("localhost", port, LIMITS, new StubDetector(), log::add))
                .isInstanceOf(UserInputException.class)
                .hasMessageContainingAll(
                        "--port " + port + ": cannot listen at [localhost:" + port + "]: ",
                        "0 takes a port that is free");
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        assertThatThrownBy(() -> DetectionServer.start("no.such.invalid", 0, LIMITS, new StubDetector(), log::add))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith("--host no.such.invalid: host[no.such.invalid] is not known");
    }

    @Test
    void onlyTheLoopbackIsListenedAt() {
        start(new StubDetector());

        assertThat(server.isLoopback()).isTrue();
        assertThat(server.address()).hasHost("localhost").hasPath("/");
    }
}
