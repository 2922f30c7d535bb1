package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.experiments.audit.Audit;
import org.fpn4j.experiments.audit.AuditOptions;
import org.fpn4j.experiments.audit.AuditReport;
import org.fpn4j.experiments.audit.Comparability;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.training.loop.TrainingData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn audit}. */
@Command(
        name = "audit",
        description =
                "Trains twice in lock-step and names the first step and tensor that differ: with one config whether "
                        + "it repeats its bits, with two whether they agree. Exit code 0 where they do, 1 where they differ.")
final class AuditCommand implements Callable<Integer> {
    private static final int DIFFERS = 1;

    @Parameters(index = "0", paramLabel = "CONFIG", description = "An experiment, as in configs/models.")
    private Path config;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OTHER",
            description = "One that should agree with it; without it the same again.")
    private Path other; // null where it is the same

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Optimizer steps; without it 20, or as many as there are.")
    private Long steps; // null where nobody says

    @Option(
            names = "--resume-at",
            paramLabel = "STEP",
            description = "The second training is saved after this step and goes on from what was saved.")
    private Long resumption; // null where it is not

    @Option(
            names = "--tolerance",
            paramLabel = "SHARE",
            description = "Differences up to this share of a tensor's largest value are none; shows how they grow.")
    private Double tolerance; // null where bits count

    @Mixin
    private SetOptions sets;

    @Option(
            names = "--other-set",
            paramLabel = "PATH=VALUE",
            description = "Overrides one value of the second training's config, after --set.")
    private final List<String> otherSets = new ArrayList<>();

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        requireTolerance();
        Path file = other == null ? config : other;
        List<String> setsOfOther = new ArrayList<>(sets.list());
        setsOfOther.addAll(otherSets);
        Experiment one = Experiment.load(config, sets.list());
        Experiment second = Experiment.load(file, setsOfOther);
        for (Experiment experiment : List.of(one, second)) {
            experiment.checked().requireTrainable(); // before anybody waits for the data
        }
        Comparability.require(config.toString(), one, place(file), second);
        MemoryCheck.ofBoth(one, second).audit();
        AuditReport report = new Audit(
                        new Audit.Trained(config.toString(), one, data(one, Console.log()::println)),
                        new Audit.Trained(place(file), second, data(second, line -> {})),
                        new AuditOptions(
                                steps == null ? OptionalLong.empty() : OptionalLong.of(steps),
                                resumption == null ? OptionalLong.empty() : OptionalLong.of(resumption),
                                tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance)))
                .run();
        json.write(report.json());
        json.print(report.text());
        return report.agree() ? 0 : DIFFERS;
    }

    private void requireTolerance() {
        Problems problems = new Problems();
        if (tolerance != null && !(tolerance > 0 && tolerance < 1)) {
            problems.add(
                    "--tolerance " + tolerance,
                    "--tolerance[" + tolerance + "] must be above 0 and below 1; without it bits are compared");
        }
        problems.throwIfAny();
    }

    private String place(Path file) {
        StringBuilder place = new StringBuilder(file.toString());
        otherSets.forEach(set -> place.append(" --other-set ").append(set));
        return place.toString();
    }

    private static TrainingData data(Experiment experiment, Consumer<String> log) {
        return TrainingData.open(
                experiment.checked(),
                PictureCache.ofMegabytes(experiment.config().training().cacheMegabytes()),
                log,
                new PictureProgress());
    }
}
