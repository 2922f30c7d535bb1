package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fpn4j.evaluation.metric.Score;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./fpn score}. */
@Command(
        name = "score",
        description = "COCO metrics, and others, of any detections file against any COCO ground truth.")
final class ScoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "GT.json", description = "COCO annotations.")
    private Path groundTruth;

    @Parameters(index = "1", paramLabel = "DETECTIONS.json", description = "COCO results.")
    private Path detections;

    @Mixin
    private ScoringOptions options;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        Score score = options.scoring().score(groundTruth, detections);
        score.warnings().forEach(warning -> Console.log().println("warning: " + warning));
        json.write(score.json());
        json.print(ScoreTable.of(score));
        return 0;
    }
}
