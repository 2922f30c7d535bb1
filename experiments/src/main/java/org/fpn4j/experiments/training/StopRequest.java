package org.fpn4j.experiments.training;

/** Asks all trainings that know it to stop after the step in progress, each with a checkpoint. Once asked, none begins. */
public final class StopRequest {
    private boolean asked;
    private int trainings;

    /** Asks; true where a training is there to hear it, which then ends by {@link TrainingStopped}. */
    public synchronized boolean ask() {
        asked = true;
        return trainings > 0;
    }

    synchronized boolean isAsked() {
        return asked;
    }

    synchronized void trainingBegins() {
        trainings++;
    }

    synchronized void trainingEnds() {
        trainings--;
    }
}
