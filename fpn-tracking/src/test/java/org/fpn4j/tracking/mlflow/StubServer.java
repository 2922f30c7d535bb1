package org.fpn4j.tracking.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What MLflow's REST API 2.0 is documented to do, in memory: the calls that a run needs, their required fields and limits
 * ({@code service.proto}, {@code validation.py} and {@code handlers.py} of MLflow 2.x), and errors as it gives them.
 */
final class StubServer implements AutoCloseable {
    static {
        System.setProperty(
                "sun.net.httpserver.nodelay", "true"); // head and body go in two packets, 40 ms apart otherwise
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/2.0/mlflow/";

    /** An answer in the place of the usual one. */
    record Answer(int status, String type, String body, Map<String, String> headers) {}

    /** An error as MLflow gives it. */
    private static final class Wrong extends RuntimeException {
        private final int status;
        private final String code;

        Wrong(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    private final HttpServer server;
    private final List<String> calls = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private final Map<String, String> experiments = new HashMap<>(); // id by name
    private final Map<String, ObjectNode> runs = new HashMap<>();
    private Optional<Answer> instead = Optional.empty();
    private Predicate<String> where = call -> true;

    StubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String uri() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Answers some calls in another way from now on. */
    synchronized void answer(Predicate<String> calls, Answer answer) {
        where = calls;
        instead = Optional.of(answer);
    }

    synchronized void answerAsUsual() {
        instead = Optional.empty();
    }

    /** The names of all calls, in order. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    synchronized Map<String, ObjectNode> runs() {
        Map<String, ObjectNode> copies = new HashMap<>();
        runs.forEach((id, run) -> copies.put(id, run.deepCopy()));
        return copies;
    }

    /** Values of a metric as {@code step=value}, in the order of their arrival. */
    synchronized List<String> history(String run, String key) {
        List<String> history = new ArrayList<>();
        runs.get(run).withArray("history").forEach(metric -> {
            if (metric.get("key").asText().equals(key)) {
                history.add(
                        metric.get("step").asLong() + "=" + metric.get("value").asText());
            }
        });
        return history;
    }

    synchronized void delete(String run) {
        runs.get(run).withObject("/info").put("lifecycle_stage", "deleted");
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String call = path.startsWith(API) ? path.substring(API.length()) : path;
        calls.add(call);
        authorizations.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("nobody"));
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (instead.isPresent() && where.test(call)) {
            send(exchange, instead.get());
            return;
        }
        try {
            JsonNode answer = exchange.getRequestMethod().equals("GET")
                    ? get(call, query(exchange.getRequestURI().getRawQuery()))
                    : post(call, json(exchange, body));
            send(exchange, new Answer(200, "application/json", answer.toString(), Map.of()));
        } catch (Wrong e) {
            ObjectNode error = JSON.createObjectNode().put("error_code", e.code).put("message", e.getMessage());
            send(exchange, new Answer(e.status, "application/json", error.toString(), Map.of()));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static JsonNode json(HttpExchange exchange, byte[] body) throws IOException {
        require(body.length <= 1_000_000, "Batched logging API requests must be at most 1000000 bytes");
        require(
                "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type")),
                "Bad Request. Content-Type must be one of ['application/json'].");
        return JSON.readTree(body);
    }

    private static Map<String, String> query(String raw) {
        String[] pair = raw.split("=", 2);
        return Map.of(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }

    private JsonNode get(String call, Map<String, String> query) {
        if (call.equals("experiments/get-by-name")) {
            String name = query.get("experiment_name");
            String id = Optional.ofNullable(experiments.get(name)).orElseThrow(() -> unknown("experiment", name));
            ObjectNode answer = JSON.createObjectNode();
            answer.putObject("experiment")
                    .put("experiment_id", id)
                    .put("name", name)
                    .put("lifecycle_stage", name.startsWith("deleted") ? "deleted" : "active");
            return answer;
        }
        require(call.equals("runs/get"), "No API found for 'GET " + call + "'");
        ObjectNode answer = JSON.createObjectNode();
        answer.set("run", run(query.get("run_id")));
        return answer;
    }

    private JsonNode post(String call, JsonNode body) {
        return switch (call) {
            case "experiments/create" -> {
                String name = required(body, "name");
                String id = Integer.toString(experiments.size() + 1);
                if (experiments.putIfAbsent(name, id) != null) {
                    throw new Wrong(400, "RESOURCE_ALREADY_EXISTS", "Experiment '" + name + "' already exists.");
                }
                yield JSON.createObjectNode().put("experiment_id", id);
            }
            case "runs/create" -> create(body);
            case "runs/log-batch" -> log(body);
            case "runs/update" -> {
                ObjectNode info = run(required(body, "run_id")).withObject("/info");
                require(
                        body.path("status").asText().matches("RUNNING|SCHEDULED|FINISHED|FAILED|KILLED"),
                        "Invalid value for parameter 'status'");
                info.set("status", body.get("status"));
                if (body.has("end_time")) {
                    info.set("end_time", body.get("end_time"));
                }
                yield JSON.createObjectNode().set("run_info", info);
            }
            default -> throw new Wrong(404, "ENDPOINT_NOT_FOUND", "No API found for 'POST " + call + "'");
        };
    }

    private JsonNode create(JsonNode body) {
        require(experiments.containsValue(required(body, "experiment_id")), "No such experiment");
        require(body.path("start_time").isIntegralNumber(), "Invalid value for parameter 'start_time'");
        String id = "%032x".formatted(runs.size() + 1);
        ObjectNode run = JSON.createObjectNode();
        run.putObject("info")
                .put("run_id", id)
                .put("run_name", body.path("run_name").asText())
                .put("status", "RUNNING")
                .put("lifecycle_stage", "active");
        ObjectNode data = run.putObject("data");
        data.set("tags", body.path("tags"));
        data.putArray("params");
        data.putArray("metrics");
        run.putArray("history");
        runs.put(id, run);
        return JSON.createObjectNode().set("run", run);
    }

    private JsonNode log(JsonNode body) {
        ObjectNode run = run(required(body, "run_id"));
        require(run.at("/info/lifecycle_stage").asText().equals("active"), "The run must be in the 'active' state.");
        limit(body, "metrics", 1000);
        limit(body, "params", 100);
        limit(body, "tags", 100);
        for (JsonNode parameter : body.path("params")) {
            String key = name(parameter);
            require(parameter.path("value").asText().length() <= 6000, "Param value exceeded length limit of 6000");
            for (JsonNode before : run.at("/data/params")) {
                require(
                        !before.get("key").asText().equals(key) || before.equals(parameter),
                        "Changing param values is not allowed. Param with key='" + key + "' was already logged");
            }
            ((ArrayNode) run.at("/data/params")).add(parameter);
        }
        for (JsonNode metric : body.path("metrics")) {
            name(metric);
            boolean number = metric.path("value").isNumber()
                    || metric.path("value").asText().matches("NaN|-?Infinity"); // JSON of protocol buffers
            require(number, "Got invalid value " + metric.path("value"));
            require(metric.path("timestamp").isIntegralNumber(), "Missing value for required parameter 'timestamp'");
            require(metric.path("step").isIntegralNumber(), "Got invalid step");
            run.withArray("history").add(metric);
            ((ArrayNode) run.at("/data/metrics")).add(metric); // it would tell the last one only
        }
        return JSON.createObjectNode();
    }

    private static String name(JsonNode entry) {
        String key = required(entry, "key");
        require(key.matches("(?U)[/\\w.\\- ]*") && key.length() <= 250, "Invalid metric name: '" + key + "'.");
        String normal = Path.of(key).normalize().toString();
        require(normal.equals(key) && !key.startsWith("..") && !key.startsWith("/"), "Invalid name: '" + key + "'.");
        return key;
    }

    private static void limit(JsonNode body, String kind, int most) {
        require(
                body.path(kind).size() <= most,
                "A batch logging request can contain at most " + most + " " + kind + ". Got "
                        + body.path(kind).size());
    }

    private ObjectNode run(String id) {
        return Optional.ofNullable(runs.get(id)).orElseThrow(() -> unknown("Run", id));
    }

    private static String required(JsonNode body, String field) {
        require(
                body.path(field).isTextual() && !body.get(field).asText().isEmpty(),
                "Missing value for required parameter '" + field + "'.");
        return body.get(field).asText();
    }

    private static Wrong unknown(String what, String name) {
        return new Wrong(404, "RESOURCE_DOES_NOT_EXIST", what + " '" + name + "' not found");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new Wrong(400, "INVALID_PARAMETER_VALUE", message);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
