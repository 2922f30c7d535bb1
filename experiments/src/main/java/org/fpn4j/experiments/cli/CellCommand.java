package org.fpn4j.experiments.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.fpn4j.claim.Claimant;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.experiments.ablation.CellOrder;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.RunKeys;
import org.fpn4j.experiments.run.RunLock;
import org.fpn4j.experiments.training.Caller;
import org.fpn4j.experiments.training.TrainingRun;
import org.fpn4j.experiments.training.TrainingRun.Damaged;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingStopped;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn cell}. */
@Command(
        name = "cell",
        description = "Trains one cell of an ablation, as ablate --orders wrote it; for schedulers of many machines.")
final class CellCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ORDER", description = "A file that ./fpn ablate FILE --orders DIR wrote.")
    private Path file;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The cell's run directory. What is there already is gone on with.")
    private Path out;

    @Option(
            names = "--attached",
            description = "Stops with a checkpoint when standard input ends, as it does when who started this dies.")
    private boolean attached;

    @Override
    public Integer call() throws InterruptedException {
        CellOrder order = CellOrder.read(file);
        Experiment experiment = order.experiment();
        if (attached) {
            follow(System.in);
        }
        Caller caller = caller();
        Path here = Path.of("").toAbsolutePath();
        if (!here.toString().equals(order.workingDirectory())) {
            caller.log()
                    .accept("relative paths start from " + here + ", and where this was ordered from "
                            + order.workingDirectory());
        }
        Interruption.goOnWith(Invocation.text());
        TrainingData data = TrainingData.open(
                experiment.checked(),
                PictureCache.ofMegabytes(experiment.config().training().cacheMegabytes()),
                caller.log(),
                caller.looking());
        order.requireSame(file, new RunKeys().of(experiment, data.digest()));
        data.requireRoom(experiment.checked());
        // what fails before is the machine's: whoever ordered has checked the cell
        Console.results().println("begins");
        RunDirectory directory = new RunDirectory(out);
        try {
            train(TrainingRun.of(experiment, directory, data, order.label(), caller), directory, caller);
        } catch (TrainingStopped e) {
            CheckpointLines.print(directory);
            Interruption.tell(e);
            return Interruption.EXIT_CODE;
        }
        Console.results().println("finished");
        return ExitCode.OK;
    }

    private Caller caller() {
        Caller caller = Interruption.caller();
        return new Caller(
                caller.command(),
                caller.log(),
                label -> new CheckpointLines(new RunDirectory(out), new TerminalProgress(label)),
                caller.looking(),
                caller.stop());
    }

    /** Trains when nobody else does. */
    private static void train(TrainingRun run, RunDirectory directory, Caller caller) throws InterruptedException {
        Optional<Claimant> told = Optional.empty();
        Optional<Result> result = run.runUnlessHeld(Damaged.TRAIN_AGAIN);
        while (result.isEmpty()) {
            Optional<Claimant> holder = RunLock.holder(directory);
            if (holder.isPresent() && !holder.equals(told)) {
                caller.log().accept(directory.path() + ": is being trained by " + holder.get() + "; waiting for it");
                told = holder;
            }
            caller.stop().requireNotAsked();
            TimeUnit.SECONDS.sleep(1);
            result = run.runUnlessHeld(Damaged.TRAIN_AGAIN);
        }
    }

    /** Asks to stop when a stream ends. */
    private static void follow(InputStream stream) {
        Thread reader = new Thread(
                () -> {
                    try {
                        stream.transferTo(OutputStream.nullOutputStream()); // nothing is expected
                    } catch (IOException e) {
                        Console.log().println("standard input: " + e.getMessage());
                    }
                    Interruption.leave();
                },
                "standard input");
        reader.setDaemon(true);
        reader.start();
    }
}
