package org.fpn4j.tracking.mlflow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.training.tracking.TrackedRun;
import org.fpn4j.training.tracking.Tracker;
import org.fpn4j.training.tracking.TrackerConfig;

/**
 * A tracking server of MLflow: a run there for each run here. Who asks is said by the environment, as for MLflow's own client:
 * {@code MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}, or {@code MLFLOW_TRACKING_TOKEN}.
 *
 * @param uri of the server, as {@code http://localhost:5000}; "": what {@code MLFLOW_TRACKING_URI} says
 * @param experiment that the runs belong to; it is made where there is none of this name
 */
@JsonTypeName("mlflow")
@AutoService(TrackerConfig.class)
public record Mlflow(String uri, String experiment) implements TrackerConfig {
    private static final int LONGEST_NAME = 500; // of an experiment, by MLflow's own limit

    public Mlflow {
        requireNonNull(uri, "uri is null");
        requireNonNull(experiment, "experiment is null");
        boolean secret = Address.holdsSecret(uri);
        FieldChecks.of(Mlflow.class)
                .require(
                        !secret,
                        "uri",
                        Address.withoutSecret(uri),
                        "must hold no user and no password: MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD in the"
                                + " environment say them, and configs are kept and shown")
                .require(secret || uri.isEmpty() || Address.isOfServer(uri), "uri", uri, Address.EXPECTATION)
                .require(
                        !experiment.isBlank() && experiment.length() <= LONGEST_NAME,
                        "experiment",
                        experiment,
                        "must be a name of 1 to " + LONGEST_NAME + " characters")
                .done();
    }

    /** The server that the environment names. */
    public Mlflow() {
        this("", "fpn4j");
    }

    @Override
    public Tracker open(TrackedRun run) {
        return MlflowTracker.open(this, run, System.getenv(), Patience.USUAL);
    }
}
