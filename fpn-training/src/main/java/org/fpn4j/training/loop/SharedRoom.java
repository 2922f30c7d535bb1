package org.fpn4j.training.loop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.data.transform.SampleTransform;

/**
 * Whether a head has room for the fullest sample that mosaic and mix-up can make: pictures are drawn with replacement, so one
 * image may be all of them.
 */
final class SharedRoom {
    private SharedRoom() {}

    /**
     * What may not fit, a sentence each.
     *
     * @param plain transform that leaves pictures as they are but for their size
     */
    static List<String> sentences(
            Dataset dataset, HeadGeometry geometry, AugmentationConfig augmentation, SampleTransform plain) {
        int pictures = augmentation.mostPictures();
        if (pictures == 1) {
            return List.of();
        }
        return dataset.images().stream()
                .map(image -> plain.outline(image).scene())
                .max(Comparator.comparingInt(
                        scene -> scene.objects().size() + scene.ignored().size()))
                .map(fullest -> sentences(geometry, repeated(fullest, pictures), pictures))
                .orElse(List.of());
    }

    private static List<String> sentences(HeadGeometry geometry, Scene scene, int pictures) {
        return geometry.needs(scene).stream()
                .filter(need -> !need.fits())
                .map(need -> "augmentation puts up to " + pictures + " pictures into a sample, which can then show "
                        + need.needed() + " " + need.what() + ": head." + need.key() + "[" + need.room()
                        + "] has no room for so many, and the first such sample ends the training; head." + need.key()
                        + ": " + need.needed() + " has room for all")
                .toList();
    }

    private static Scene repeated(Scene scene, int times) {
        List<Box> boxes = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<ObjectMask> masks = new ArrayList<>();
        List<Box> ignored = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            boxes.addAll(scene.objects().boxes());
            labels.addAll(scene.objects().labels());
            masks.addAll(scene.objects().masks());
            ignored.addAll(scene.ignored());
        }
        return new Scene(new GroundTruth(boxes, labels, masks), ignored);
    }
}
