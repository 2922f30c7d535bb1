package org.fpn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no well-behaved client sends, byte by byte. */
class RawRequestsTest {
    private static final int MOST = 1000;
    private static final String TOO_LATE =
            "a request did not arrive whole and in time, or nobody waited for the answer";

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final StubDetector detector = new StubDetector();
    private DetectionServer server;

    @BeforeEach
    void start() {
        server = DetectionServer.start(
                "localhost", 0, new ServerLimits(MOST, 1, Duration.ofMillis(400)), detector, log::add);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getByName("localhost"), server.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Everything that comes back until the server closes the connection, which it is asked to. */
    private String answer(String head, byte... body) throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private String host() {
        return "localhost:" + server.address().getPort();
    }

    private String detect(String more) {
        return "POST /detect HTTP/1.1\nHost: " + host() + "\nConnection: close\n" + more + "\n";
    }

    @Test
    void aBodyThatDoesNotComeIsGivenUp() throws Exception {
        assertThat(answer(detect("Content-Length: 500\n"), new byte[10])).isEmpty();
        for (int i = 0; i < 100 && log.isEmpty(); i++) {
            Thread.sleep(20); // the connection ends before the line is written
        }
        assertThat(log).containsExactly(TOO_LATE);
        assertThat(answer(detect("Content-Length: 3\n"), (byte) 1, (byte) 2, (byte) 3))
                .startsWith("HTTP/1.1 422 ");
    }

    @Test
    void aLengthThatPromisesMoreThanIsTakenIsRefused() throws IOException {
        assertThat(answer(detect("Content-Length: 1001\n"), new byte[1001])).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void chunksWithoutEndAreRefused() throws IOException {
        StringBuilder chunks = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            chunks.append("40\r\n").append("x".repeat(64)).append("\r\n");
        }

        String answer = answer(
                detect("Transfer-Encoding: chunked\n"), (chunks + "0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer).startsWith("HTTP/1.1 413 ");
        assertThat(detector.asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "many", "99999999999999999999"})
    void aLengthThatIsNoneReachesNobody(String length) throws IOException {
        assertThat(answer(detect("Content-Length: " + length + "\n"))).doesNotContain(" 200 ", " 500 ");
        assertThat(answer("GET / HTTP/1.1\nHost: " + host() + "\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost", "localhost:1", "localhost.evil.example:PORT", "[::1", ""})
    void anotherHostIsRefused(String host) throws IOException {
        String named = host.replace("PORT", Integer.toString(server.address().getPort()));

        String answer = answer("GET / HTTP/1.1\nHost: " + named + "\nConnection: close\n\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 403 ")
                .endsWith("{\"error\":\"the request names another host than this server\"}");
    }

    @Test
    void aRequestWithoutHostIsRefused() throws IOException {
        assertThat(answer("GET / HTTP/1.1\nConnection: close\n\n")).doesNotContain(" 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "https://localhost:PORT", "http://localhost:1"})
    void anotherOriginIsRefused(String origin) throws IOException {
        String named = origin.replace("PORT", Integer.toString(server.address().getPort()));

        String answer = answer(detect("Origin: " + named + "\nContent-Length: 3\n"), new byte[3]);

        assertThat(answer)
                .startsWith("HTTP/1.1 403 ")
                .endsWith("{\"error\":\"the request comes from a page of another origin\"}");
        assertThat(answer).doesNotContain("Access-Control");
    }

    @Test
    void itsOwnOriginAndTheOtherNamesOfTheLoopbackAreLetIn() throws IOException {
        int port = server.address().getPort();
        byte[] png = SentFiles.png();
        String length = "Content-Length: " + png.length + "\n";

        assertThat(answer(detect("Origin: http://" + host() + "\n" + length), png))
                .startsWith("HTTP/1.1 200 ");
        for (String name : new String[] {"127.0.0.1", "[::1]", "LOCALHOST"}) {
            assertThat(answer("GET / HTTP/1.1\nHost: " + name + ":" + port + "\nConnection: close\n\n"))
                    .as(name)
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void manyWhoSendNothingDoNotKeepOthersOutForLong() throws Exception {
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Socket socket = connect();
            idle.add(socket);
            socket.getOutputStream()
                    .write(detect("Content-Length: 500\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        String answer = "";
        for (int i = 0; i < 100 && !answer.startsWith("HTTP/1.1 200 "); i++) {
            Thread.sleep(50);
            try {
                answer = answer("GET / HTTP/1.1\nHost: " + host() + "\nConnection: close\n\n");
            } catch (IOException e) {
                answer = e.toString(); // refused while all threads wait
            }
        }
        for (Socket socket : idle) {
            socket.close();
        }

        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }
}
