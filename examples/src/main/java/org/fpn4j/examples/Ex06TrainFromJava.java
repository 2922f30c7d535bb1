package org.fpn4j.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.loop.Trainer;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingResult;
import org.fpn4j.training.loop.TrainingStep;

/**
 * A training without the command line: a config, its data, a listener of your own, and the weights. The same config gives
 * the same bits as {@code ./fpn train}. Data of your own are two {@code Dataset}s for {@link TrainingData#of}.
 */
public final class Ex06TrainFromJava {
    private Ex06TrainFromJava() {}

    /** Takes the path of a config, a file for the weights, and changes of the config, {@code training.epochs=1}. */
    public static void main(String[] args) {
        CheckedConfig config =
                CheckedConfig.load(Path.of(args[0]), List.of(args).subList(2, args.length));
        TrainingData data =
                TrainingData.open(config, PictureCache.ofMegabytes(64), System.out::println, CheckListener.SILENT);
        TrainingListener printer = new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) {
                System.out.println(String.format(Locale.ROOT, "step %d: loss %.3f", step.step(), step.loss()));
            }
        };
        TrainingResult trained = Trainer.of(config, data).heardBy(printer).run();
        trained.score().values().all().forEach((name, value) -> System.out.println(name + " " + value));
        Safetensors.write(Path.of(args[1]), trained.weights());
    }
}
