package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fpn4j.data.scoring.CocoDetectionsFile;
import org.fpn4j.data.scoring.CocoEvaluator;
import org.fpn4j.data.scoring.CocoGroundTruth;
import org.fpn4j.data.scoring.CocoGroundTruthFile;
import org.fpn4j.data.scoring.CocoMetrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./fpn score}. */
@Command(name = "score", description = "COCO metrics of any detections file against any COCO ground truth.")
final class ScoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "GT.json", description = "COCO annotations.")
    private Path groundTruth;

    @Parameters(index = "1", paramLabel = "DETECTIONS.json", description = "COCO results.")
    private Path detections;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        CocoGroundTruth truth = CocoGroundTruthFile.read(groundTruth);
        CocoMetrics metrics = new CocoEvaluator().evaluate(truth, CocoDetectionsFile.read(detections, truth));
        json.write(metrics.json());
        json.print(EvalCommand.table(metrics));
        return 0;
    }
}
