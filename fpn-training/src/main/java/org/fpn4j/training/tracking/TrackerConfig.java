package org.fpn4j.training.tracking;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * An entry of {@code trackers}: something that shows trainings to people. A new one is a record with {@code @JsonTypeName},
 * {@code @AutoService(TrackerConfig.class)} and a no-arg constructor that holds the defaults. No result depends on it, and
 * no run's key.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface TrackerConfig {
    /**
     * Prepares to show a run, before anything of it is written. What cannot work is found here, and nothing is made that a
     * training which then fails would leave.
     *
     * @throws org.fpn4j.config.problem.UserInputException where that is not possible, at {@link TrackedRun#place}; nothing is
     *     trained then
     */
    Tracker open(TrackedRun run);
}
