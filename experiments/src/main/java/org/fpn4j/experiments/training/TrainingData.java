package org.fpn4j.experiments.training;

import java.util.List;
import java.util.function.Consumer;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetChecks;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.Provenance;

/**
 * The two splits that a training needs, checked.
 *
 * @param train to learn from
 * @param validation to score on
 * @param digest of both
 */
public record TrainingData(Dataset train, Dataset validation, String digest) {
    /**
     * Opens both splits, decodes every image once, and compares their classes, so that nothing surprises the training.
     *
     * @param listener hears what there is and what was skipped
     * @throws org.fpn4j.core.problem.UserInputException with what cannot be skipped
     */
    public static TrainingData open(Experiment experiment, Consumer<String> listener) {
        Dataset train = DatasetChecks.decodeAll(experiment.config().data().open(Split.TRAIN));
        Dataset validation = DatasetChecks.decodeAll(experiment.config().data().open(Split.VAL));
        DatasetChecks.requireObjects(train);
        experiment.classSwap(train.categories());
        DatasetChecks.compareClasses(train, validation);
        listener.accept(train.summary());
        listener.accept(validation.summary());
        if (validation.count(ObjectKind.OBJECT) == 0) {
            listener.accept(validation.name() + ": nothing is to be found here, so there will be no score");
        }
        return new TrainingData(train, validation, Provenance.digest(train, validation));
    }

    /** Every fault that was skipped or mended in one of the splits, a line each; empty where there was none. */
    String problems() {
        StringBuilder lines = new StringBuilder();
        for (Dataset split : List.of(train, validation)) {
            for (DataProblem problem : split.report().problems()) {
                lines.append(split.name())
                        .append(": ")
                        .append(problem.kind().text())
                        .append(": ");
                lines.append(problem.problem()).append('\n');
            }
        }
        return lines.toString();
    }
}
