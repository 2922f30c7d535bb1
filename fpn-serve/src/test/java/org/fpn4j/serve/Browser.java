package org.fpn4j.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One page in a headless Chromium, driven by its DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final int PATIENCE = 20; // seconds
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Messages messages = new Messages();
    private final AtomicInteger commands = new AtomicInteger();
    private final WebSocket socket;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, messages)
                .join();
    }

    /** A Chromium of this machine. */
    static Optional<Path> executable() {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param folder for what it writes */
    static Browser open(Path executable, Path folder) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox", // a container's root has none
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--window-size=1400,1000",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        Pattern port = Pattern.compile("DevTools listening on ws://127[.]0[.]0[.]1:(\\d+)/");
        for (Instant end = Instant.now().plusSeconds(PATIENCE); Instant.now().isBefore(end); Thread.sleep(20)) {
            Matcher found = port.matcher(Files.readString(printed));
            Optional<URI> page = found.find() ? page(found.group(1)) : Optional.empty();
            if (page.isPresent()) {
                return new Browser(process, page.get());
            }
        }
        process.destroyForcibly();
        throw new IOException("Chromium did not start: " + Files.readString(printed));
    }

    private static Optional<URI> page(String port) throws IOException, InterruptedException {
        URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        for (JsonNode target : JSON.readTree(body)) {
            if (target.get("type").asText().equals("page")) {
                return Optional.of(URI.create(target.get("webSocketDebuggerUrl").asText()));
            }
        }
        return Optional.empty();
    }

    private static final class Messages implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
        private final List<JsonNode> events = new CopyOnWriteArrayList<>();
        private final StringBuilder parts = new StringBuilder();

        CompletableFuture<JsonNode> answer(int command) {
            return answers.computeIfAbsent(command, id -> new CompletableFuture<>());
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(parts.toString());
                    if (message.has("id")) {
                        answer(message.get("id").asInt()).complete(message);
                    } else {
                        events.add(message);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                parts.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }

    /** Does something, and gives the result. */
    JsonNode command(String method, Map<String, ?> parameters) throws Exception {
        int id = commands.incrementAndGet();
        String text = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
        socket.sendText(text, true).get(PATIENCE, TimeUnit.SECONDS);
        JsonNode answer = messages.answer(id).get(PATIENCE, TimeUnit.SECONDS);
        if (!answer.has("result")) {
            throw new IllegalStateException(method + ": " + answer);
        }
        return answer.get("result");
    }

    void go(URI address) throws Exception {
        messages.events.clear();
        command("Runtime.enable", Map.of());
        command("Log.enable", Map.of());
        command("Page.navigate", Map.of("url", address.toString()));
        await("document.readyState === 'complete'");
    }

    /** The value of an expression in the page. */
    JsonNode value(String expression) throws Exception {
        return command("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .get("result")
                .path("value");
    }

    void await(String condition) throws Exception {
        for (Instant end = Instant.now().plusSeconds(PATIENCE);
                !value(condition).asBoolean();
                Thread.sleep(20)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("in vain: " + condition + "; the page says: "
                        + value("document.body.innerText") + complaints());
            }
        }
    }

    /** Chooses a file as a person does. */
    void choose(String input, Path file) throws Exception {
        JsonNode object = command("Runtime.evaluate", Map.of("expression", "document.querySelector('" + input + "')"));
        command(
                "DOM.setFileInputFiles",
                Map.of(
                        "files",
                        List.of(file.toString()),
                        "objectId",
                        object.get("result").get("objectId").asText()));
    }

    /** Drags a file onto a place and lets it go. */
    void drop(int x, int y, Path file) throws Exception {
        Map<String, Object> data =
                Map.of("items", List.of(), "files", List.of(file.toString()), "dragOperationsMask", 1);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            command("Input.dispatchDragEvent", Map.of("type", type, "x", x, "y", y, "data", data));
        }
    }

    /** What scripts threw, and what the browser would not do. */
    List<String> complaints() {
        return messages.events.stream()
                .filter(event -> event.get("method").asText().matches("Runtime.exceptionThrown|Log.entryAdded"))
                .map(JsonNode::toString)
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join()); // so that nobody writes into the folder
    }
}
