package org.fpn4j.data.radiograph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.transform.SampleRandom;

/** All images as one table, a row for each box. */
final class TableLabels {
    private static final int READERS = 17; // VinDr's radiologists, of whom three look at each image
    private static final int LOOKS = 3;
    private static final double OVERLOOKED = 0.1; // share of objects, for each reader
    private static final double UNSTEADY = 0.04; // of a box's side, by which its edges are off
    private static final double CARDIOMEGALY = 0.5; // least width of the heart as a share of the image's

    private TableLabels() {}

    /** {@code patientId,x,y,width,height,Target}. */
    static String rsna(RadiographsConfig config, Map<Split, Dataset> splits) {
        StringBuilder table = new StringBuilder("patientId,x,y,width,height,Target\n");
        splits.forEach((split, dataset) -> {
            for (ImageEntry image : dataset.images()) {
                String patient = StudyFormat.RSNA.name(config, split, image);
                List<Box> opacities = image.annotations().stream()
                        .filter(one -> one.categoryIndex() == RadiographClass.CONSOLIDATION.index())
                        .map(Annotation::box)
                        .toList();
                for (Box box : opacities) {
                    table.append(patient + "," + box.x1() + "," + box.y1() + "," + box.width() + "," + box.height()
                            + ",1\n");
                }
                if (opacities.isEmpty()) {
                    table.append(patient + ",,,,,0\n");
                }
            }
        });
        return table.toString();
    }

    /** {@code image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max}, edges in whole pixels. */
    static String vindr(RadiographsConfig config, Map<Split, Dataset> splits) {
        StringBuilder table = new StringBuilder("image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max\n");
        splits.forEach((split, dataset) -> {
            for (ImageEntry image : dataset.images()) {
                String name = StudyFormat.VINDR.name(config, split, image);
                SampleRandom random = SampleRandom.of(config.seed(), "readers of " + name);
                int first = random.below(READERS);
                for (int look = 0; look < LOOKS; look++) {
                    String reader = "R" + (1 + (first + 5 * look) % READERS);
                    List<String> found = new ArrayList<>();
                    for (Annotation annotation : image.annotations()) {
                        boolean overlooked = random.chance(OVERLOOKED);
                        Box box = drawn(annotation.box(), image, random);
                        finding(annotation, image)
                                .filter(finding -> !overlooked)
                                .ifPresent(finding -> found.add(finding + "," + reader + "," + (int) box.x1() + ","
                                        + (int) box.y1() + "," + (int) box.x2() + "," + (int) box.y2()));
                    }
                    if (found.isEmpty()) {
                        found.add("No finding,14," + reader + ",,,,");
                    }
                    found.forEach(row -> table.append(name + "," + row + "\n"));
                }
            }
        });
        return table.toString();
    }

    /** {@code file,x,y,w,h,label}. */
    static String boxes(RadiographsConfig config, Map<Split, Dataset> splits) {
        StringBuilder table = new StringBuilder("file,x,y,w,h,label\n");
        splits.forEach((split, dataset) -> {
            for (ImageEntry image : dataset.images()) {
                String file = StudyFormat.DICOM.folder(split) + "/" + StudyFormat.DICOM.name(config, split, image)
                        + PictureFile.DICOM.ending();
                for (Annotation annotation : image.annotations()) {
                    Box box = annotation.box();
                    String label =
                            dataset.categories().get(annotation.categoryIndex()).name();
                    table.append(file + "," + box.x1() + "," + box.y1() + "," + box.width() + "," + box.height() + ","
                            + label + "\n");
                }
            }
        });
        return table.toString();
    }

    /** Name and number of VinDr's class. */
    private static Optional<String> finding(Annotation annotation, ImageEntry image) {
        if (annotation.categoryIndex() == RadiographClass.NODULE.index()) {
            return Optional.of("Nodule/Mass,8");
        }
        if (annotation.categoryIndex() == RadiographClass.CONSOLIDATION.index()) {
            return Optional.of("Consolidation,4");
        }
        boolean wide = annotation.box().width() > CARDIOMEGALY * image.width();
        return wide ? Optional.of("Cardiomegaly,3") : Optional.empty();
    }

    private static Box drawn(Box box, ImageEntry image, SampleRandom random) {
        float x1 = edge(box.x1(), box.width(), random);
        float y1 = edge(box.y1(), box.height(), random);
        float x2 = Math.max(x1 + 1, edge(box.x2(), box.width(), random));
        float y2 = Math.max(y1 + 1, edge(box.y2(), box.height(), random));
        return new Box(x1, y1, x2, y2).clip(image.width(), image.height());
    }

    private static float edge(float place, float side, SampleRandom random) {
        return Math.round(place + side * random.uniform(-UNSTEADY, UNSTEADY));
    }
}
