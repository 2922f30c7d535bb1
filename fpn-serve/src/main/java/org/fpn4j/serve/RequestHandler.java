package org.fpn4j.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.fpn4j.data.image.PictureFormats;
import org.fpn4j.training.inference.TrainedDetector;

/** Answers every request. Thread-safe. */
final class RequestHandler implements HttpHandler {
    private static final String DETECT = "/detect";
    private static final String DETECTOR = "/detector";
    private static final String WITH_PICTURE = "picture=true";

    /** Of every answer. Nothing comes from anywhere else, nothing is kept, and no page of others holds or reads this one. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Cache-Control",
            "no-store",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private final PictureDetector detector;
    private final Doorkeeper doorkeeper;
    private final ServerLimits limits;
    private final Turns turns;
    private final ScheduledExecutorService clock;
    private final Consumer<String> log;
    private final PageFiles files = new PageFiles();

    RequestHandler(
            PictureDetector detector,
            Doorkeeper doorkeeper,
            ServerLimits limits,
            Turns turns,
            ScheduledExecutorService clock,
            Consumer<String> log) {
        this.detector = detector;
        this.doorkeeper = doorkeeper;
        this.limits = limits;
        this.turns = turns;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public void handle(HttpExchange exchange) {
        long start = System.nanoTime();
        try (exchange) {
            Answer answer = answered(exchange);
            if (exchange.getRequestURI().getPath().equals(DETECT)) {
                long milliseconds = (System.nanoTime() - start) / 1_000_000;
                String remark = answer.remark().isEmpty() ? "" : ": " + answer.remark();
                log.accept("detect: " + answer.status() + " after " + milliseconds + " ms" + remark);
            }
            send(exchange, answer);
        } catch (IOException e) {
            log.accept("a request did not arrive whole and in time, or nobody waited for the answer");
        }
    }

    private Answer answered(HttpExchange exchange) throws IOException {
        try (Arrival arrival = new Arrival(exchange, limits, clock)) {
            Answer answer = answer(exchange, arrival);
            if (answer.isRefusal()) {
                arrival.drain();
            }
            return answer;
        }
    }

    private Answer answer(HttpExchange exchange, Arrival arrival) throws IOException {
        try {
            doorkeeper.check(exchange.getRequestHeaders());
            return found(exchange, arrival);
        } catch (RefusedRequest e) {
            return e.answer();
        } catch (UserInputException e) {
            return refusal(e);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            log.accept(trace.toString().stripTrailing());
            return Answer.refusal(500, "the server failed, and its log says where", List.of(), Map.of());
        }
    }

    private static Answer refusal(UserInputException wrong) {
        boolean tooLarge = wrong instanceof InsufficientMemoryException;
        String why = wrong.problems().stream()
                .map(problem -> problem.where() + ": " + problem.what())
                .collect(Collectors.joining("; "));
        List<String> hints = wrong.problems().stream()
                .map(Problem::hints)
                .flatMap(List::stream)
                .toList();
        return Answer.refusal(tooLarge ? 413 : 422, why, hints, Map.of());
    }

    private Answer found(HttpExchange exchange, Arrival arrival) throws RefusedRequest, IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals(DETECT)) {
            require(exchange, "POST");
            return detected(exchange.getRequestURI().getRawQuery(), arrival);
        }
        Answer answer = path.equals(DETECTOR) ? detector() : files.at(path).orElse(null);
        if (answer == null) {
            throw new RefusedRequest(404, "there is nothing here");
        }
        require(exchange, "GET", "HEAD");
        return answer;
    }

    private static void require(HttpExchange exchange, String... methods) throws RefusedRequest {
        List<String> allowed = List.of(methods);
        if (!allowed.contains(exchange.getRequestMethod())) {
            String names = String.join(", ", allowed);
            throw new RefusedRequest(405, "this takes " + names + " alone", Map.of("Allow", names));
        }
    }

    private Answer detector() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", detector.name());
        told.put("classes", detector.classNames());
        told.put("formats", PictureFormats.found().names("or"));
        told.put("most_bytes", limits.mostBytes());
        return Answer.json(told, "");
    }

    private Answer detected(String query, Arrival arrival) throws RefusedRequest, IOException {
        if (query != null && !query.equals(WITH_PICTURE)) {
            throw new RefusedRequest(400, "the query of " + DETECT + " is none, or " + WITH_PICTURE);
        }
        try (Turns.Place place = turns.enter()) {
            byte[] body = arrival.body();
            arrival.close(); // from here on it is we who take time
            return place.work(() -> detected(body, query != null));
        }
    }

    private Answer detected(byte[] body, boolean shown) {
        SentPicture picture = new SentPicture(body);
        TrainedDetector.Look look = detector.look(picture.entry());
        return Answer.json(
                picture.told(look, shown), picture + ", " + look.found().size() + " found");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        HEADERS.forEach(headers::set);
        answer.headers().forEach(headers::set);
        headers.set("Content-Type", answer.type());
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(answer.body().length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }
}
