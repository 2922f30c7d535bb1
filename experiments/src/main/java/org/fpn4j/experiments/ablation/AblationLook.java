package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.experiments.illustration.ConfigDifferences;
import org.fpn4j.experiments.illustration.Inspection;
import org.fpn4j.experiments.illustration.RunReport;
import org.fpn4j.experiments.illustration.TrainedRun;
import org.fpn4j.experiments.report.Circumstances;
import org.fpn4j.experiments.report.ConfigDifference;
import org.fpn4j.experiments.report.Inspected;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunOrigin;
import org.fpn4j.training.loop.TrainingData;

/** What the page of an ablation shows beside scores, and the pages of its runs. */
final class AblationLook {
    private final Ablation ablation;
    private final List<CellOutcome> finished;
    private final Function<Cell, TrainingData> data;

    AblationLook(Ablation ablation, List<CellOutcome> outcomes, Function<Cell, TrainingData> data) {
        this.ablation = ablation;
        this.finished = outcomes.stream()
                .filter(outcome -> outcome.result().isPresent())
                .toList();
        this.data = data;
    }

    /** Of all runs that were scored on what those of the first cell are; of folds that is the first. */
    Inspected inspected(Consumer<String> log) {
        Cell firstCell = ablation.cells().get(0);
        TrainingData first = data.apply(firstCell);
        List<TrainedRun> runs = new ArrayList<>();
        for (CellOutcome outcome : finished) {
            if (!outcome.cell().fold().equals(firstCell.fold())) {
                continue;
            }
            TrainingData own = data.apply(outcome.cell());
            if (own.validation().reference().equals(first.validation().reference())) {
                runs.add(run(outcome));
            } else {
                log.accept(outcome.cell().label() + ": has other validation images than the first cell, so the report"
                        + " shows its scores alone");
            }
        }
        return Inspection.of(
                runs, Optional.of(Comparing.label(ablation.comparing().baseline())), first, log);
    }

    /** Where variants differ, the keys of the axes and all that follow from them. */
    List<ConfigDifference> configs() {
        return ConfigDifferences.between(ablation.variants().stream()
                .map(variant -> ablation.cells().stream()
                        .filter(cell -> cell.variant().equals(variant))
                        .findFirst()
                        .orElseThrow())
                .map(cell -> cell.experiment().loaded().tree())
                .map(tree -> withoutIdentity(tree))
                .toList());
    }

    /** Without what seeds and names differ in, whatever the variant. */
    private static JsonNode withoutIdentity(ObjectNode config) {
        config.remove(List.of("seed", "name"));
        return config;
    }

    /** What made the finished runs; this machine where there is none. */
    Circumstances circumstances(String command, String startedAt, String dataSummary) {
        List<RunOrigin> origins =
                finished.stream().map(outcome -> outcome.directory().origin()).toList();
        return new Circumstances(
                command,
                RunOrigin.counted(origins.stream().map(RunOrigin::commit).toList()),
                origins.isEmpty()
                        ? List.of(Provenance.machine())
                        : RunOrigin.counted(
                                origins.stream().map(RunOrigin::machine).toList()),
                startedAt,
                dataSummary);
    }

    /** Writes the page of each run that has none. */
    void writeReports(String command, Consumer<String> log) {
        for (CellOutcome outcome : finished) {
            if (!Files.exists(outcome.directory().report())) {
                RunReport.write(run(outcome), data.apply(outcome.cell()), command, log);
            }
        }
    }

    private static TrainedRun run(CellOutcome outcome) {
        return new TrainedRun(
                Comparing.label(outcome.cell().variant()), outcome.cell().experiment(), outcome.directory());
    }
}
