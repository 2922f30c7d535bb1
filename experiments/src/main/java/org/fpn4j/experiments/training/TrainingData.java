package org.fpn4j.experiments.training;

import java.util.List;
import java.util.function.Consumer;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetChecks;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.inference.CheckedSplit;

/**
 * The two splits that a training needs, checked.
 *
 * @param train to learn from
 * @param validation to score on
 * @param digest of both
 * @param pictures of both, and of all else that goes on in the process
 */
public record TrainingData(Dataset train, Dataset validation, String digest, PictureCache pictures) {
    /**
     * Opens both splits, looks at their pictures, and compares their classes, so that nothing surprises the training.
     *
     * @param pictures that the process keeps
     * @param listener hears what there is and what was skipped
     * @param looking hears how the look at the pictures goes on
     * @throws org.fpn4j.config.problem.UserInputException with what cannot be skipped
     */
    public static TrainingData open(
            CheckedConfig config, PictureCache pictures, Consumer<String> listener, CheckListener looking) {
        Dataset train = CheckedSplit.open(config.config(), Split.TRAIN, looking);
        Dataset validation = CheckedSplit.open(config.config(), Split.VAL, looking);
        DatasetChecks.requireObjects(train);
        config.classSwap(train.categories());
        DatasetChecks.compareClasses(train, validation);
        listener.accept(train.summary());
        listener.accept(validation.summary());
        if (validation.count(ObjectKind.OBJECT) == 0) {
            listener.accept(validation.name() + ": nothing is to be found here, so there will be no score");
        }
        return new TrainingData(train, validation, Provenance.digest(train, validation), pictures);
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
