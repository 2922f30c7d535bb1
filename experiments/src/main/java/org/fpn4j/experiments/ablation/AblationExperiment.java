package org.fpn4j.experiments.ablation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fpn4j.experiments.device.CudaBackend;
import org.fpn4j.experiments.report.AblationReport;
import org.fpn4j.experiments.training.Progress;

/** A whole ablation: from its file to its table and page. */
public final class AblationExperiment {
    /**
     * What came out.
     *
     * @param table for {@code ConsoleTable}
     * @param out where the files are
     * @param failed number of cells without a result
     * @param ours true where one of them failed by our fault
     */
    public record Outcome(AblationReport table, Path out, int failed, boolean ours) {}

    private AblationExperiment() {}

    /**
     * Runs what is not finished and writes all results.
     *
     * @param command as it was typed
     * @param log hears sentences
     * @param progress makes a listener for a cell's label
     */
    public static Outcome run(
            Ablation ablation, Path out, String command, Consumer<String> log, Function<String, Progress> progress) {
        CudaBackend.requireServedDevices(); // once, not in every cell
        String startedAt = Instant.now().toString();
        AblationRunner runner = new AblationRunner(ablation, out, command, log, progress);
        List<CellOutcome> outcomes =
                runner.run(soFar -> new AblationResults(ablation, command, startedAt, soFar).writeNumbers(out));
        AblationResults results = new AblationResults(ablation, command, startedAt, outcomes);
        results.writePage(out, runner.data(ablation.cells().get(0)));
        int failed = (int)
                outcomes.stream().filter(outcome -> outcome.result().isEmpty()).count();
        boolean ours = outcomes.stream().anyMatch(CellOutcome::ours);
        return new Outcome(results.table(), out, failed, ours);
    }
}
