package org.fpn4j.examples;

import java.nio.file.Path;
import org.fpn4j.training.inference.TrainedDetector;

/** What a trained detector sees in pictures: the directory of a run, and files. */
public final class Ex07DetectFromJava {
    private Ex07DetectFromJava() {}

    /** Takes the directory of a finished run, which {@code ./fpn train} makes, and pictures. */
    public static void main(String[] args) {
        try (TrainedDetector detector = TrainedDetector.load(Path.of(args[0]))) {
            for (int i = 1; i < args.length; i++) {
                detector.detect(Path.of(args[i])).forEach(System.out::println);
            }
        }
    }
}
