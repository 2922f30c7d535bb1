package org.fpn4j.training.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.transform.SampleTransform;

/**
 * The objects that no anchor or point is assigned to, of a whole data set as its pictures are, without augmentation. Needs
 * boxes alone, no pictures.
 */
final class ObjectsWithoutCells {
    private final Dataset dataset;
    private final HeadGeometry geometry;
    private final String input;
    private final int[] all;
    private final int[] without;

    /**
     * Counts them.
     *
     * @param transform that leaves pictures as they are but for their size
     */
    ObjectsWithoutCells(Dataset dataset, HeadGeometry geometry, SampleTransform transform) {
        this.dataset = dataset;
        this.geometry = geometry;
        this.input = transform.input().height() + "x" + transform.input().width();
        int classes = dataset.categories().size();
        this.all = new int[classes];
        this.without = new int[classes];
        List<Scene> scenes = dataset.images().stream()
                .map(image -> transform.outline(image).scene())
                .toList();
        List<int[]> cells = scenes.parallelStream()
                .map(scene -> geometry.assignment(scene).cellsOf(scene.objects().size()))
                .toList();
        for (int image = 0; image < scenes.size(); image++) {
            GroundTruth objects = scenes.get(image).objects();
            for (int i = 0; i < objects.size(); i++) {
                int label = objects.labels().get(i);
                all[label]++;
                without[label] += cells.get(image)[i] == 0 ? 1 : 0;
            }
        }
    }

    /** How many there are, of all classes and of each that has some; empty where every object has a cell. */
    Optional<String> sentence() {
        int missed = IntStream.of(without).sum();
        if (missed == 0) {
            return Optional.empty();
        }
        List<String> classes = new ArrayList<>();
        for (int label = 0; label < all.length; label++) {
            if (without[label] > 0) {
                classes.add(dataset.classNames().get(label) + " " + without[label] + " of " + all[label]);
            }
        }
        return Optional.of(dataset.name() + ": " + missed + " of "
                + IntStream.of(all).sum() + " objects have no anchor or point at an input of " + input
                + ", so " + geometry.withoutCells() + ": " + String.join(", ", classes)
                + "; a larger input, a finer level or a more tolerant assignment would reach them");
    }
}
