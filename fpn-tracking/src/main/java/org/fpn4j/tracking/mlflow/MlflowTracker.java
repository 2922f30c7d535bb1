package org.fpn4j.tracking.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.tracking.mlflow.Calls.KnownRun;
import org.fpn4j.training.tracking.TrackedRun;
import org.fpn4j.training.tracking.Tracker;

/**
 * A run on a server of MLflow. It is {@code RUNNING} until the training ends: {@code FINISHED}, {@code KILLED} where it was asked to
 * stop, {@code FAILED}; after a kill of the process it stays {@code RUNNING}. One that is resumed goes on in the same run there:
 * MLflow keeps every value that it is given, so steps that come again, with the same bits, are left out up to the last one that
 * the server has.
 */
final class MlflowTracker implements Tracker {
    private static final String VARIABLE = "MLFLOW_TRACKING_URI";

    private final Mlflow config;
    private final TrackedRun run;
    private final Patience patience;
    private final Server server;
    private final Calls calls;
    private final String experiment; // its id
    private final RunIds ids;
    private final Names names = new Names();
    private Map<String, Long> arrived = Map.of(); // last step of each metric, before this process
    private Optional<String> id = Optional.empty();
    private Optional<Sender> sender = Optional.empty();

    private MlflowTracker(
            Mlflow config, TrackedRun run, Patience patience, Server server, Calls calls, String experiment) {
        this.config = config;
        this.run = run;
        this.patience = patience;
        this.server = server;
        this.calls = calls;
        this.experiment = experiment;
        this.ids = new RunIds(run.directory());
    }

    /**
     * Asks the server for the experiment, which is made where it is missing.
     *
     * @param environment variables by name
     */
    static MlflowTracker open(Mlflow config, TrackedRun run, Map<String, String> environment, Patience patience) {
        Server server = new Server(address(config, run, environment), environment, patience.answer());
        Calls calls = new Calls(server);
        String experiment = asked(run, server, () -> calls.experiment(config.experiment()));
        return new MlflowTracker(config, run, patience, server, calls, experiment);
    }

    private static String address(Mlflow config, TrackedRun run, Map<String, String> environment) {
        if (!config.uri().isEmpty()) {
            return config.uri();
        }
        String named = environment.getOrDefault(VARIABLE, "");
        if (named.isEmpty()) {
            throw new UserInputException(
                    run.place("uri"),
                    run.path() + "[mlflow] uri[] names no server, and neither does " + VARIABLE,
                    "uri: http://localhost:5000, or the variable");
        }
        if (!Address.isOfServer(named)) {
            String shown = Address.holdsSecret(named) ? Address.withoutSecret(named) : named;
            throw new UserInputException(
                    VARIABLE,
                    "[" + shown + "] is no address of a server",
                    "http:// or https:// and no user or password");
        }
        return named;
    }

    @Override
    public void begin(long step, boolean evaluates) {
        String running = asked(run, server, () -> {
            Optional<KnownRun> known = known();
            return known.isPresent() ? goOn(known.get()) : create();
        });
        id = Optional.of(running);
        Sender made = new Sender(points -> calls.metrics(running, points), patience);
        made.start();
        sender = Optional.of(made);
    }

    private static String asked(TrackedRun run, Server server, Question question) {
        try {
            return question.ask();
        } catch (Refusal e) {
            throw new UserInputException(
                    run.place("uri"),
                    run.path() + "[mlflow] uri[" + server.address() + "] " + e.getMessage(),
                    e.hint());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while MLflow was asked", e);
        }
    }

    @FunctionalInterface
    private interface Question {
        String ask() throws Refusal, InterruptedException;
    }

    private Optional<KnownRun> known() throws Refusal, InterruptedException {
        Optional<String> before = ids.of(server.address(), config.experiment());
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Optional<KnownRun> known = calls.get(before.get()).filter(found -> !found.deleted());
        if (known.isEmpty()) {
            run.told()
                    .accept(server.address() + " does not have run " + before.get() + " any more; another one is begun"
                            + " there");
        }
        return known;
    }

    private String create() throws Refusal, InterruptedException {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("mlflow.runName", run.title());
        tags.put("mlflow.source.name", "fpn4j");
        tags.put("mlflow.source.type", "LOCAL");
        tags.put("mlflow.user", System.getProperty("user.name", ""));
        tags.put("fpn4j.key", run.key());
        tags.put("fpn4j.directory", run.directory().toString());
        String made = calls.create(experiment, run.title(), System.currentTimeMillis(), tags);
        ids.keep(server.address(), config.experiment(), made);
        calls.parameters(made, parameters());
        return made;
    }

    private String goOn(KnownRun known) throws Refusal, InterruptedException {
        calls.running(known.id());
        arrived = known.lastSteps();
        Map<String, String> missing = parameters(); // where an earlier process was killed before it sent them
        missing.keySet().removeAll(known.parameters());
        calls.parameters(known.id(), missing);
        return known.id();
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        Names ofParameters = new Names();
        run.parameters().forEach((path, value) -> parameters.put(ofParameters.of(path), text(value)));
        return parameters;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    @Override
    public void stepped(long step, Map<String, Double> values) {
        send(step, values);
    }

    @Override
    public void evaluated(long step, Map<String, Double> values) {
        send(step, values);
    }

    @Override
    public void finished(long step, Map<String, Double> values) {
        send(step, values);
    }

    private void send(long step, Map<String, Double> values) {
        Sender open = sender.orElseThrow();
        long now = System.currentTimeMillis();
        values.forEach((name, value) -> {
            String key = names.of(name);
            if (arrived.getOrDefault(key, -1L) < step) {
                open.take(new MetricPoint(key, value, now, step));
            }
        });
        open.news().forEach(this::tell);
    }

    @Override
    public void ended(Ending ending) {
        try {
            if (sender.isPresent()) {
                long lost = sender.get().end();
                sender.get().news().forEach(this::tell);
                if (lost > 0) {
                    tell("has not been given " + lost + (lost == 1 ? " value" : " values"));
                }
            }
            if (id.isPresent()) {
                calls.ended(id.get(), status(ending), System.currentTimeMillis());
            }
        } catch (Refusal e) {
            tell(e.getMessage() + "; the run stays RUNNING there");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String status(Ending ending) {
        return switch (ending) {
            case FINISHED -> "FINISHED";
            case STOPPED -> "KILLED";
            case FAILED -> "FAILED";
        };
    }

    private void tell(String sentence) {
        run.told().accept("warning: MLflow at " + server.address() + " " + sentence);
    }
}
