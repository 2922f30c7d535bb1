package org.fpn4j.data.radiograph;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.radiograph.RadiographWriter.Content;

/** Formats that synthetic radiographs are written in. */
public enum StudyFormat {
    /** {@code train/000001.png} and {@code annotations/instances_train.json}, likewise for the other splits. */
    COCO {
        @Override
        String folder(Split split) {
            return split.key();
        }

        @Override
        Map<String, Content> labels(RadiographsConfig config, Map<Split, Dataset> splits) {
            Map<String, Content> files = new LinkedHashMap<>();
            splits.forEach((split, dataset) ->
                    files.put("annotations/instances_" + split.key() + ".json", out -> CocoLabels.write(out, dataset)));
            return files;
        }
    },
    /**
     * One list of all images as in the RSNA Pneumonia Detection Challenge; opacities are consolidations, and images without
     * one are negative.
     */
    RSNA {
        @Override
        String folder(Split split) {
            return "stage_2_train_images";
        }

        @Override
        String name(RadiographsConfig config, Split split, ImageEntry image) {
            return numbered("patient", config, split, image);
        }

        @Override
        Map<String, Content> labels(RadiographsConfig config, Map<Split, Dataset> splits) {
            return Map.of("stage_2_train_labels.csv", text(TableLabels.rsna(config, splits)));
        }
    },
    /**
     * One list of all images as in VinDr-CXR, each seen by three readers who agree more or less; a heart wider than half of
     * the image is a cardiomegaly.
     */
    VINDR {
        @Override
        String folder(Split split) {
            return "train";
        }

        @Override
        String name(RadiographsConfig config, Split split, ImageEntry image) {
            return numbered("image", config, split, image);
        }

        @Override
        Map<String, Content> labels(RadiographsConfig config, Map<Split, Dataset> splits) {
            return Map.of("train.csv", text(TableLabels.vindr(config, splits)));
        }
    },
    /** {@code data.yaml}, {@code images/train/000001.png} and {@code labels/train/000001.txt}, likewise for the other splits. */
    YOLO {
        @Override
        String folder(Split split) {
            return "images/" + split.key();
        }

        @Override
        Map<String, Content> labels(RadiographsConfig config, Map<Split, Dataset> splits) {
            Map<String, Content> files = new LinkedHashMap<>();
            YoloLabels.files(splits).forEach((name, content) -> files.put(name, text(content)));
            return files;
        }
    },
    /** DICOM files with the size of their pixels, and a table with a row for each box. */
    DICOM {
        @Override
        String folder(Split split) {
            return "pictures";
        }

        @Override
        String name(RadiographsConfig config, Split split, ImageEntry image) {
            return numbered("radiograph", config, split, image);
        }

        @Override
        PictureFile pictures() {
            return PictureFile.DICOM;
        }

        @Override
        Map<String, Content> labels(RadiographsConfig config, Map<Split, Dataset> splits) {
            return Map.of("boxes.csv", text(TableLabels.boxes(config, splits)));
        }
    };

    /** Folder of a split's pictures, relative to the root. */
    abstract String folder(Split split);

    /** Name of a picture, without its ending. */
    String name(RadiographsConfig config, Split split, ImageEntry image) {
        return image.fileName().replaceFirst("\\.png$", "");
    }

    /** What pictures are written as. */
    PictureFile pictures() {
        return PictureFile.PNG;
    }

    /** All other files, by their path relative to the root, in the order in which they are written. */
    abstract Map<String, Content> labels(RadiographsConfig config, Map<Split, Dataset> splits);

    private static Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Images of one list have numbers of their own, whichever split they were drawn for. */
    static String numbered(String noun, RadiographsConfig config, Split split, ImageEntry image) {
        long before = 0;
        for (Split earlier : Split.values()) {
            before += earlier.compareTo(split) < 0 ? config.images(earlier) : 0;
        }
        return noun + String.format(Locale.ROOT, "%06d", before + image.id());
    }
}
