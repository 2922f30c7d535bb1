package org.fpn4j.experiments.ablation;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.experiments.report.AblationReport;
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
     * @param failed number of cells without a result
     * @param ours true where one of them failed by our fault
     */
    public record Outcome(AblationReport table, List<Path> files, int failed, boolean ours) {
        public Outcome {
            files = List.copyOf(files);
        }
    }

    private AblationExperiment() {}

    /**
     * Runs what is not finished and writes all results. Where nothing was left to run, results that are written already
     * stay, and results that cannot be written are told and returned all the same.
     *
     * @throws org.fpn4j.training.loop.TrainingStopped where it was asked to
     */
    public static Outcome run(Ablation ablation, Path out, Caller caller) {
        CudaBackend.requireServedDevices(); // once, not in every cell
        String startedAt = Provenance.now();
        AblationRunner runner = new AblationRunner(ablation, out, caller);
        EarlierLooks earlier = EarlierLooks.in(AblationResults.json(out));
        AtomicBoolean ran = new AtomicBoolean();
        List<CellOutcome> ended = runner.run(soFar -> {
            ran.set(true);
            if (soFar.size() < ablation.cells().size()) {
                new AblationResults(ablation, caller.command(), startedAt, earlier, soFar).writeNumbers(out);
            }
        });
        List<CellOutcome> outcomes = new LateMetrics(cell -> runner.data(cell).validation(), caller.log())
                .added(ended).stream()
                        .map(outcome -> drawn(outcome, runner, caller))
                        .toList();
        AblationResults results = new AblationResults(ablation, caller.command(), startedAt, earlier, outcomes);
        List<Path> files = AblationResults.files().stream().map(out::resolve).toList();
        if (ran.get() || !results.areIn(out)) {
            try {
                results.writeAll(out, runner.data(ablation.cells().get(0)), caller.log());
            } catch (UserInputException e) {
                if (ran.get()) {
                    throw e;
                }
                caller.log().accept(e.getMessage() + "; the results are not written");
                files = List.of();
            }
        }
        int failed = (int)
                outcomes.stream().filter(outcome -> outcome.result().isEmpty()).count();
        boolean ours = outcomes.stream().anyMatch(CellOutcome::ours);
        return new Outcome(results.table(), files, failed, ours);
    }

    /** The outcome with its scores on draws of images. */
    private static CellOutcome drawn(CellOutcome outcome, AblationRunner runner, Caller caller) {
        return outcome.result().isEmpty()
                ? outcome
                : outcome.with(RunReplicates.of(
                        outcome.directory(), () -> runner.data(outcome.cell()).validation(), caller.log()));
    }
}
