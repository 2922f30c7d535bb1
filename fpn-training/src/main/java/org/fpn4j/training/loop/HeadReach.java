package org.fpn4j.training.loop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.training.config.CheckedConfig;

/** Whether a head has a cell for any object at all, without augmentation. Needs annotations alone, no pictures. */
final class HeadReach {
    private HeadReach() {}

    /**
     * Checks it.
     *
     * @throws UserInputException naming the sizes of objects and anchors, where there is none
     */
    static void require(CheckedConfig config, Dataset train) {
        InputSize input = config.config().input().size();
        HeadGeometry geometry = config.detector().geometry(input.height(), input.width());
        SampleTransform plain = config.config().input().plainTransform();
        Dataset seen = TiledDataset.of(train, config.config().input().tiling()).seen();
        List<Scene> scenes = seen.images().stream()
                .map(image -> plain.outline(image).scene())
                .filter(scene -> scene.objects().size() > 0)
                .toList();
        if (scenes.isEmpty() || scenes.stream().anyMatch(scene -> reachesAny(geometry, scene))) {
            return;
        }
        double[] sides = scenes.stream()
                .flatMap(scene -> scene.objects().boxes().stream())
                .mapToDouble(box -> Math.sqrt(box.area()))
                .sorted()
                .toArray();
        throw new UserInputException(
                config.place("head"),
                "head has an anchor or point for none of the [" + sides.length + "] objects of " + seen.name()
                        + " at an input of " + input.height() + "x" + input.width()
                        + String.format(
                                Locale.ROOT,
                                ", which are of %.1f to %.1f pixels (roots of areas)",
                                sides[0],
                                sides[sides.length - 1])
                        + geometry.anchorSizes()
                                .map(sizes -> "; its anchors are of " + sizes)
                                .orElse(""),
                "a larger input, a finer level, anchors of other sizes or a more tolerant assignment would reach them");
    }

    private static boolean reachesAny(HeadGeometry geometry, Scene scene) {
        int[] cells = geometry.assignment(scene).cellsOf(scene.objects().size());
        return Arrays.stream(cells).anyMatch(count -> count > 0);
    }
}
