package org.fpn4j.evaluation.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;

/**
 * A draw of images as a data set of its own, in which each image is as often as it was drawn: for metrics that know nothing of
 * draws. Images and objects are numbered anew from 1, copies of an image one after the other; one with id 0 keeps it.
 */
record WrittenDraw(CocoGroundTruth groundTruth, List<CocoDetection> detections) {
    static WrittenDraw of(CocoGroundTruth whole, List<CocoDetection> found, int[] copies) {
        Map<Long, List<Long>> images = new HashMap<>();
        TreeSet<Long> imageIds = new TreeSet<>();
        Map<Long, PixelSpacing> spacings = new HashMap<>();
        int place = 0;
        for (long image : whole.imageIds()) {
            List<Long> ids = new ArrayList<>();
            for (int copy = 0; copy < copies[place]; copy++) {
                ids.add(imageIds.size() + 1L);
                if (whole.spacings().containsKey(image)) {
                    spacings.put(imageIds.size() + 1L, whole.spacings().get(image));
                }
                imageIds.add(imageIds.size() + 1L);
            }
            images.put(image, ids);
            place++;
        }
        List<CocoObject> objects = new ArrayList<>();
        for (CocoObject object : whole.objects()) {
            for (long image : images.getOrDefault(object.imageId(), List.of())) {
                objects.add(object.copied(object.id() == 0 ? 0 : objects.size() + 1L, image));
            }
        }
        List<CocoDetection> detections = new ArrayList<>();
        for (CocoDetection detection : found) {
            for (long image : images.get(detection.imageId())) {
                detections.add(detection.ofImage(image));
            }
        }
        return new WrittenDraw(new CocoGroundTruth(whole.categories(), imageIds, objects).with(spacings), detections);
    }
}
