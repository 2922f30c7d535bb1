package org.fpn4j.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;

/** Random ground truth and detections of any size. */
final class ScoringLoad {
    private ScoringLoad() {}

    static CocoGroundTruth groundTruth(int images, int classes) {
        SampleRandom random = SampleRandom.of(1, "ground truth");
        TreeMap<Long, String> categories = new TreeMap<>();
        for (long id = 1; id <= classes; id++) {
            categories.put(id, "class" + id);
        }
        TreeSet<Long> imageIds = new TreeSet<>();
        List<CocoObject> objects = new ArrayList<>();
        for (long image = 1; image <= images; image++) {
            imageIds.add(image);
            for (int i = 0; i < 7; i++) {
                double width = random.uniform(5, 200);
                double height = random.uniform(5, 200);
                objects.add(new CocoObject(
                        objects.size() + 1L,
                        image,
                        1 + random.below(classes),
                        random.uniform(0, 400),
                        random.uniform(0, 300),
                        width,
                        height,
                        width * height,
                        random.chance(0.02)));
            }
        }
        return new CocoGroundTruth(categories, imageIds, objects);
    }

    /** The objects of each image, moved a little, and boxes anywhere. */
    static List<CocoDetection> detections(CocoGroundTruth truth, int perImage) {
        SampleRandom random = SampleRandom.of(2, "detections");
        List<CocoDetection> detections = new ArrayList<>();
        for (CocoObject object : truth.objects()) {
            detections.add(new CocoDetection(
                    object.imageId(),
                    object.categoryId(),
                    object.x() + random.uniform(-9, 9),
                    object.y() + random.uniform(-9, 9),
                    object.width(),
                    object.height(),
                    random.nextDouble()));
        }
        for (long image : truth.imageIds()) {
            for (int i = 7; i < perImage; i++) {
                detections.add(new CocoDetection(
                        image,
                        1 + random.below(truth.categories().size()),
                        random.uniform(0, 400),
                        random.uniform(0, 300),
                        random.uniform(5, 200),
                        random.uniform(5, 200),
                        random.nextDouble()));
            }
        }
        return detections;
    }
}
