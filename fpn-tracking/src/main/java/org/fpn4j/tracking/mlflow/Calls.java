package org.fpn4j.tracking.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of MLflow's REST API 2.0 that a run needs, within the limits that its documentation names. */
final class Calls {
    /** Of metrics in a call. */
    static final int MOST_METRICS = 1000;

    private static final int MOST_PARAMETERS = 100;
    private static final int LONGEST_PARAMETER = 6000; // since MLflow 2.8; 500 before
    private static final String UNKNOWN = "RESOURCE_DOES_NOT_EXIST";
    private static final String KNOWN = "RESOURCE_ALREADY_EXISTS";

    private final Server server;

    Calls(Server server) {
        this.server = server;
    }

    /** A run as the server knows it. */
    record KnownRun(String id, boolean deleted, JsonNode data) {
        /** The last step of each metric that has arrived. */
        Map<String, Long> lastSteps() {
            Map<String, Long> steps = new LinkedHashMap<>();
            data.path("metrics")
                    .forEach(metric -> steps.merge(
                            metric.path("key").asText(""), metric.path("step").asLong(), Math::max));
            return steps;
        }

        List<String> parameters() {
            List<String> keys = new ArrayList<>();
            data.path("params")
                    .forEach(parameter -> keys.add(parameter.path("key").asText("")));
            return keys;
        }
    }

    /** The experiment's id; it is made where there is none. */
    String experiment(String name) throws Refusal, InterruptedException {
        Optional<String> id = find(name);
        if (id.isPresent()) {
            return id.get();
        }
        try {
            JsonNode made = server.post("experiments/create", Map.of("name", name));
            return required(made.path("experiment_id"), "experiments/create");
        } catch (Refusal e) {
            if (!e.is(KNOWN)) {
                throw e;
            }
            return find(name).orElseThrow(() -> e); // another cell was the first
        }
    }

    private Optional<String> find(String name) throws Refusal, InterruptedException {
        try {
            JsonNode found = server.get("experiments/get-by-name", "experiment_name", name)
                    .path("experiment");
            if (found.path("lifecycle_stage").asText("").equals("deleted")) {
                throw new Refusal(
                        "has deleted the experiment",
                        "",
                        false,
                        "another experiment, or mlflow experiments restore brings it back");
            }
            return Optional.of(required(found.path("experiment_id"), "experiments/get-by-name"));
        } catch (Refusal e) {
            if (e.is(UNKNOWN)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A new run, which is running. */
    String create(String experimentId, String name, long milliseconds, Map<String, String> tags)
            throws Refusal, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("experiment_id", experimentId);
        body.put("run_name", name);
        body.put("start_time", milliseconds);
        body.put("tags", pairs(new ArrayList<>(tags.entrySet())));
        return required(
                server.post("runs/create", body).path("run").path("info").path("run_id"), "runs/create");
    }

    /** A run of old; empty where the server knows none of this id. */
    Optional<KnownRun> get(String id) throws Refusal, InterruptedException {
        try {
            JsonNode run = server.get("runs/get", "run_id", id).path("run");
            JsonNode info = run.path("info");
            boolean deleted = info.path("lifecycle_stage").asText("").equals("deleted");
            return Optional.of(new KnownRun(required(info.path("run_id"), "runs/get"), deleted, run.path("data")));
        } catch (Refusal e) {
            if (e.is(UNKNOWN)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    void parameters(String id, Map<String, String> parameters) throws Refusal, InterruptedException {
        List<Map.Entry<String, String>> all = new ArrayList<>(parameters.entrySet());
        for (int from = 0; from < all.size(); from += MOST_PARAMETERS) {
            List<Map.Entry<String, String>> part = all.subList(from, Math.min(all.size(), from + MOST_PARAMETERS));
            server.post("runs/log-batch", Map.of("run_id", id, "params", pairs(part)));
        }
    }

    /** At most {@link #MOST_METRICS} values. */
    void metrics(String id, List<MetricPoint> points) throws Refusal, InterruptedException {
        server.post(
                "runs/log-batch",
                Map.of(
                        "run_id",
                        id,
                        "metrics",
                        points.stream().map(MetricPoint::json).toList()));
    }

    void running(String id) throws Refusal, InterruptedException {
        server.post("runs/update", Map.of("run_id", id, "status", "RUNNING"));
    }

    /** @param status {@code FINISHED}, {@code FAILED} or {@code KILLED} */
    void ended(String id, String status, long milliseconds) throws Refusal, InterruptedException {
        server.post("runs/update", Map.of("run_id", id, "status", status, "end_time", milliseconds));
    }

    private static List<Map<String, String>> pairs(List<Map.Entry<String, String>> entries) {
        return entries.stream()
                .map(entry -> Map.of("key", entry.getKey(), "value", clipped(entry.getValue())))
                .toList();
    }

    private static String clipped(String value) {
        return value.substring(0, Math.min(value.length(), LONGEST_PARAMETER));
    }

    private static String required(JsonNode id, String call) throws Refusal {
        if (!id.isTextual() || id.textValue().isEmpty()) {
            throw new Refusal(
                    "does not answer as MLflow does: " + call + " gave no id",
                    "",
                    false,
                    "REST API 2.0 of MLflow is what is spoken");
        }
        return id.textValue();
    }
}
