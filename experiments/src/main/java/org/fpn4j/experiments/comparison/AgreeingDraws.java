package org.fpn4j.experiments.comparison;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.evaluation.replicate.ImageDraws;
import org.fpn4j.evaluation.replicate.ReplicatesFile;

/** Whether files of draws of the same objects say the same of their images: what they hold is paired draw by draw. */
final class AgreeingDraws {
    private final Map<String, Path> firsts = new HashMap<>(); // by digest of the objects
    private final Map<String, ImageDraws> draws = new HashMap<>();

    /** Takes note of a file, and of what is wrong where another one contradicts it. */
    void add(Path path, ReplicatesFile file, Problems problems) {
        ImageDraws own = file.replicates().draws();
        Path first = firsts.putIfAbsent(file.objectsSha256(), path);
        ImageDraws known = draws.putIfAbsent(file.objectsSha256(), own);
        if (known != null && !known.equals(own)) {
            problems.add(
                    path.toString(),
                    "has [" + own.draws() + "] draws of [" + own.images() + "] images and " + first + " has ["
                            + known.draws() + "] of [" + known.images()
                            + "], of the same objects: one of them is damaged",
                    "remove both, and they are made again from the detections");
        }
    }
}
