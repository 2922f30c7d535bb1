package org.fpn4j.tracking.tensorboard;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.core.files.Writing;
import org.fpn4j.training.tracking.TrackedRun;
import org.fpn4j.training.tracking.Tracker;
import org.fpn4j.training.tracking.TrackerConfig;

/**
 * TensorBoard: event files in the folder {@code tensorboard} of a run's directory, so that {@code tensorboard --logdir} on a folder
 * of runs shows each by its name. No server is asked and no package of TensorBoard's is needed to write them.
 */
@JsonTypeName("tensorboard")
@AutoService(TrackerConfig.class)
public record TensorBoard() implements TrackerConfig {
    /** The folder's name. */
    static final String FOLDER = "tensorboard";

    @Override
    public Tracker open(TrackedRun run) {
        Writing.directory(run.directory().resolve(FOLDER));
        return new TensorBoardTracker(run, System::currentTimeMillis);
    }
}
