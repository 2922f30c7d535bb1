package org.fpn4j.tracking.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fpn4j.config.problem.Excerpt;
import org.fpn4j.config.problem.UserInputException;

/**
 * A tracking server, and what it answers to calls of REST API 2.0: JSON both ways, errors with {@code error_code} and {@code
 * message}. Redirects are not followed, because what says who asks would go along; a proxy is the one that Java's properties name.
 *
 * <p>Differs from MLflow's own client: no file of credentials, no certificates of its own, no other schemes of authentication.
 */
final class Server {
    private static final String API = "/api/2.0/mlflow/";
    private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String address;
    private final Optional<String> authorization;
    private final Duration patience;
    private final HttpClient client;

    Server(String address, Map<String, String> environment, Duration patience) {
        this.address = address.replaceAll("/+$", "");
        this.authorization = authorization(environment);
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    /** As MLflow's client has it: a user and a password, else a token. */
    private static Optional<String> authorization(Map<String, String> environment) {
        String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
        String password = environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
        String token = environment.getOrDefault(TOKEN, "").strip();
        if (!user.isEmpty() && !password.isEmpty()) {
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
        }
        if (!token.chars().allMatch(sign -> sign > ' ' && sign < 0x7F)) {
            throw new UserInputException(TOKEN, "has signs that no token has", "visible ones of ASCII, without blanks");
        }
        return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }

    String address() {
        return address;
    }

    JsonNode get(String call, String name, String value) throws Refusal, InterruptedException {
        String query = "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return answer(call, HttpRequest.newBuilder(Address.of(address, API + call + query)));
    }

    JsonNode post(String call, Object body) throws Refusal, InterruptedException {
        return answer(
                call,
                HttpRequest.newBuilder(Address.of(address, API + call))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(text(body))));
    }

    private static String text(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot print " + body, e);
        }
    }

    private JsonNode answer(String call, HttpRequest.Builder builder) throws Refusal, InterruptedException {
        authorization.ifPresent(value -> builder.header("Authorization", value));
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(builder.build(), answer -> new LimitedBody());
        try {
            return read(call, exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw silent("it takes more than " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw silent(reason(e.getCause()));
        } finally {
            exchange.cancel(true); // nothing happens to one that is done
        }
    }

    private static Refusal silent(String reason) {
        return new Refusal(
                "does not answer: " + reason,
                "",
                true,
                "a tracking server must listen there, as mlflow server --host 127.0.0.1 --port 5000 starts one");
    }

    private static String reason(Throwable failure) {
        if (failure instanceof ConnectException) {
            return "no connection is accepted, or nobody has that name";
        }
        return failure instanceof IOException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
    }

    private static JsonNode read(String call, HttpResponse<byte[]> response) throws Refusal {
        int status = response.statusCode();
        if (status / 100 == 3) {
            String elsewhere = response.headers().firstValue("Location").orElse("");
            throw new Refusal(
                    "sends elsewhere, to [" + Excerpt.of(elsewhere) + "]",
                    "",
                    false,
                    "name that server as uri, if it is MLflow's");
        }
        JsonNode answer = json(response.body());
        if (status == 200 && answer.isObject()) {
            return answer;
        }
        String code = answer.path("error_code").asText("");
        String message = answer.path("message").asText("");
        if (status == 401 || status == 403) {
            throw new Refusal(
                    "does not let in who asks (" + status + ")",
                    code,
                    false,
                    "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, say who asks");
        }
        if (code.isEmpty()) {
            throw new Refusal(
                    "does not answer as MLflow does: " + call + " gave status " + status + " and no JSON that is known",
                    "",
                    status == 429 || status >= 500,
                    "the address must be that of the tracking server, without /api or #/experiments");
        }
        throw new Refusal(
                "refuses " + call + ": " + Excerpt.of(code) + ", " + Excerpt.of(message),
                code,
                status == 429 || status >= 500,
                "REST API 2.0 of MLflow is what is spoken");
    }

    private static JsonNode json(byte[] body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read == null ? MissingNode.getInstance() : read;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
