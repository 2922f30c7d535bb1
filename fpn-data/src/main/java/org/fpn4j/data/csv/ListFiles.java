package org.fpn4j.data.csv;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.fpn4j.data.dataset.Split;

/**
 * Where tables and pictures lie, relative to a root. The first table is the whole set, which is divided, unless another is
 * named for the validation split.
 */
record ListFiles(
        Path root,
        String labels,
        String images,
        String valLabels,
        String valImages,
        String testLabels,
        String testImages) {

    /** Whether the first table holds more than the training split. */
    boolean isDivided() {
        return valLabels.isBlank();
    }

    /** The tables, each under the split that it is all of, or the training split. */
    Map<Split, Path> tables() {
        Map<Split, Path> tables = new EnumMap<>(Split.class);
        tables.put(Split.TRAIN, root.resolve(labels));
        if (!valLabels.isBlank()) {
            tables.put(Split.VAL, root.resolve(valLabels));
        }
        if (!testLabels.isBlank()) {
            tables.put(Split.TEST, root.resolve(testLabels));
        }
        return tables;
    }

    /** Folder of the pictures that the table of a split names. */
    Path images(Split table) {
        String named =
                switch (table) {
                    case TRAIN -> images;
                    case VAL -> valImages.isBlank() ? images : valImages;
                    case TEST -> testImages.isBlank() ? images : testImages;
                };
        return named.isBlank() ? root : root.resolve(named);
    }
}
