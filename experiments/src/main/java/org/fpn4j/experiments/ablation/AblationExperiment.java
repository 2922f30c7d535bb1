package org.fpn4j.experiments.ablation;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.experiments.report.AblationReport;
import org.fpn4j.experiments.run.LateMetrics;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunReplicates;
import org.fpn4j.experiments.scoring.MetricByConvention;
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
        LateMetrics late = new LateMetrics(ablation.metrics(), caller.log());
        AtomicBoolean ran = new AtomicBoolean();
        List<CellOutcome> ended = runner.run(soFar -> {
            ran.set(true);
            if (soFar.size() < ablation.cells().size()) {
                new AblationResults(ablation, caller.command(), startedAt, earlier, added(soFar, late, runner))
                        .writeNumbers(out);
            }
        });
        List<CellOutcome> outcomes = added(ended, late, runner).stream()
                .map(outcome -> drawn(outcome, ablation.drawnMetrics(), runner, caller))
                .toList();
        AblationResults results = new AblationResults(ablation, caller.command(), startedAt, earlier, outcomes);
        List<Path> files = AblationResults.files().stream().map(out::resolve).toList();
        if (ran.get() || !results.areIn(out)) {
            try {
                results.writeAll(out, runner::data, caller.log());
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

    /** The outcomes with metrics that were not there when their cells were finished. */
    private static List<CellOutcome> added(List<CellOutcome> outcomes, LateMetrics late, AblationRunner runner) {
        return outcomes.stream()
                .map(outcome -> outcome.result()
                        .map(result -> outcome.with(late.added(
                                outcome.directory(), outcome.cell().label(), result, () -> runner.data(outcome.cell())
                                        .validation())))
                        .orElse(outcome))
                .toList();
    }

    /** The outcome with its scores on draws of images. */
    private static CellOutcome drawn(
            CellOutcome outcome, List<MetricByConvention> metrics, AblationRunner runner, Caller caller) {
        return outcome.result().isEmpty()
                ? outcome
                : outcome.with(RunReplicates.ofKnown(
                        outcome.directory(),
                        metrics,
                        runner.data(outcome.cell()).validation(),
                        caller.log()));
    }
}
