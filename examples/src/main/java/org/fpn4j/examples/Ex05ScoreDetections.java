package org.fpn4j.examples;

import java.nio.file.Path;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.evaluation.metric.Scoring;

/** Scores anybody's detections against anybody's annotations, both in COCO's format; needs no ND4J and no native library. */
public final class Ex05ScoreDetections {
    private Ex05ScoreDetections() {}

    /**
     * Prints every metric that there is.
     *
     * @param args the file of annotations and that of detections
     */
    public static void main(String[] args) {
        Score score = new Scoring().score(Path.of(args[0]), Path.of(args[1]));
        score.values().all().forEach((name, value) -> System.out.println(name + " " + value));
        score.warnings().forEach(System.out::println);
    }
}
