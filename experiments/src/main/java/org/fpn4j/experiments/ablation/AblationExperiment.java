package org.fpn4j.experiments.ablation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Writing;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.experiments.report.AblationReport;
import org.fpn4j.experiments.run.LateMetrics;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunReplicates;
import org.fpn4j.experiments.training.Caller;

/** A whole ablation: from its file to its table and page. */
public final class AblationExperiment {
    /**
     * What came out.
     *
     * @param table for {@code ConsoleTable}
     * @param files that hold it; none where they could not be written
     * @param failed number of cells that failed
     * @param open number of cells that nobody has finished yet
     * @param ours true where one of them failed by our fault
     */
    public record Outcome(AblationReport table, List<Path> files, int failed, int open, boolean ours) {
        public Outcome {
            files = List.copyOf(files);
        }
    }

    private final Ablation ablation;
    private final Path out;
    private final Caller caller;
    private final CellRuns runs;
    private final String startedAt = Provenance.now();
    private final LateMetrics late;

    private AblationExperiment(Ablation ablation, Path out, Caller caller) {
        CudaBackend.requireServedDevices(); // once, not in every cell
        if (!Files.isDirectory(out)) { // before anybody waits for the data
            Writing.directory(out);
        }
        this.ablation = ablation;
        this.out = out;
        this.caller = caller;
        this.runs = new CellRuns(ablation, out, caller);
        this.late = new LateMetrics(ablation.metrics(), caller.log());
    }

    /**
     * Runs what is not finished and writes all results. Where nothing was left to run, results that are written already
     * stay, and results that cannot be written are told and returned all the same.
     *
     * @throws org.fpn4j.training.loop.TrainingStopped where it was asked to
     */
    public static Outcome run(Ablation ablation, Path out, Caller caller) {
        AblationExperiment experiment = new AblationExperiment(ablation, out, caller);
        experiment.runs.place();
        EarlierLooks earlier = experiment.earlier();
        AtomicBoolean ran = new AtomicBoolean();
        List<CellOutcome> ended = experiment.train(soFar -> {
            ran.set(true);
            if (soFar.size() < ablation.cells().size()) {
                experiment.results(experiment.added(soFar), earlier).writeNumbers(out);
            }
        });
        return experiment.outcome(ended, earlier, ran.get());
    }

    /**
     * Runs cells together with other processes that run the same ablation in the same directory, on whatever machines, and
     * waits until all cells are settled. The first to see that writes the results.
     *
     * @throws org.fpn4j.training.loop.TrainingStopped where it was asked to
     * @throws UserInputException where this process would train other runs than they
     */
    public static Outcome join(Ablation ablation, Path out, Caller caller) {
        AblationExperiment experiment = new AblationExperiment(ablation, out, caller);
        Study.join(out, experiment.runs.keys(), caller.command());
        experiment.runs.place();
        EarlierLooks earlier = experiment.earlier();
        return experiment.outcome(experiment.train(soFar -> {}), earlier, false);
    }

    /** Runs nothing: the results of the cells that are finished, and of those that failed when they were run last. */
    public static Outcome finished(Ablation ablation, Path out, Caller caller) {
        AblationExperiment experiment = new AblationExperiment(ablation, out, caller);
        experiment.runs.place();
        List<CellOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < experiment.runs.count(); i++) {
            int index = i;
            experiment
                    .runs
                    .finished(index)
                    .or(() -> experiment.runs.failedLast(index))
                    .ifPresent(outcomes::add);
        }
        if (outcomes.stream().allMatch(outcome -> outcome.result().isEmpty())) {
            throw new UserInputException(
                    out.toString(), "none of the " + experiment.runs.count() + " cells is finished");
        }
        return experiment.outcome(outcomes, experiment.earlier(), false);
    }

    /**
     * Runs nothing: what is to be done, as a file for each cell that is not finished, for {@code ./fpn cell}.
     *
     * @param folder of the files; is made, and must be empty
     * @return how many there are
     */
    public static int order(Ablation ablation, Path out, Path folder, Caller caller) {
        AblationExperiment experiment = new AblationExperiment(ablation, out, caller);
        Study.join(out, experiment.runs.keys(), caller.command());
        experiment.runs.place();
        List<Integer> unfinished = IntStream.range(0, experiment.runs.count())
                .filter(index -> experiment.runs.finished(index).isEmpty())
                .boxed()
                .toList();
        experiment.runs.requireTrainable(unfinished);
        CellOrder.requireEmpty(folder);
        unfinished.forEach(index -> experiment.runs.order(index).write(folder));
        return unfinished.size();
    }

    private EarlierLooks earlier() {
        return EarlierLooks.in(AblationResults.json(out));
    }

    private List<CellOutcome> train(Consumer<List<CellOutcome>> finished) {
        return new AblationRunner(ablation, runs, caller).run(finished);
    }

    private AblationResults results(List<CellOutcome> outcomes, EarlierLooks earlier) {
        return new AblationResults(ablation, caller.command(), startedAt, earlier, outcomes);
    }

    /** @param ran whether cells were run by this call, whose results are written in any case */
    private Outcome outcome(List<CellOutcome> ended, EarlierLooks earlier, boolean ran) {
        List<CellOutcome> outcomes = added(ended).stream().map(this::drawn).toList();
        AblationResults results = results(outcomes, earlier);
        List<Path> files = AblationResults.files().stream().map(out::resolve).toList();
        try {
            results.writeAll(out, ran, runs::data, caller.log());
        } catch (UserInputException e) {
            if (ran) {
                throw e;
            }
            caller.log().accept(e.getMessage() + "; the results are not written");
            files = List.of();
        }
        int failed = (int)
                outcomes.stream().filter(outcome -> outcome.result().isEmpty()).count();
        boolean ours = outcomes.stream().anyMatch(CellOutcome::ours);
        return new Outcome(results.table(), files, failed, runs.count() - outcomes.size(), ours);
    }

    /** The outcomes with metrics that were not there when their cells were finished. */
    private List<CellOutcome> added(List<CellOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.result()
                        .map(result -> outcome.with(late.added(
                                outcome.directory(), outcome.cell().label(), result, () -> runs.data(outcome.cell())
                                        .validation())))
                        .orElse(outcome))
                .toList();
    }

    /** The outcome with its scores on draws of images. */
    private CellOutcome drawn(CellOutcome outcome) {
        return outcome.result().isEmpty()
                ? outcome
                : outcome.with(RunReplicates.ofKnown(
                        outcome.directory(),
                        ablation.drawnMetrics(),
                        runs.data(outcome.cell()).validation(),
                        caller.log()));
    }
}
