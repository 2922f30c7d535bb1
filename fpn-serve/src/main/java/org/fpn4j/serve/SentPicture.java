package org.fpn4j.serve;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.ContentPicture;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureHeader;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.training.inference.FoundObject;
import org.fpn4j.training.inference.LevelMap;
import org.fpn4j.training.inference.TrainedDetector;

/** A picture that somebody sent, decoded once. It has no name: that of a file may be a person's. */
final class SentPicture {
    private static final String NAME = "picture";
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private final PictureHeader header;
    private final Picture picture;

    /** @throws org.fpn4j.config.problem.UserInputException where it is broken, or of no format that is known */
    SentPicture(byte[] content) {
        ContentPicture encoded = new ContentPicture(NAME, content);
        this.header = encoded.header();
        this.picture = encoded.read();
    }

    private record Decoded(Picture picture) implements PictureSource {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Picture read() {
            return picture;
        }
    }

    ImageEntry entry() {
        return new ImageEntry(1, NAME, new Decoded(picture), picture.width(), picture.height(), List.of());
    }

    /**
     * What is told of it.
     *
     * @param shown whether the picture itself is wanted
     */
    Map<String, Object> told(TrainedDetector.Look look, boolean shown) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("width", picture.width());
        told.put("height", picture.height());
        told.put(
                "spacing",
                header.spacing()
                        .map(spacing -> Map.of("x", spacing.x(), "y", spacing.y()))
                        .orElse(null));
        told.put("notes", header.notes());
        told.put("detections", look.found().stream().map(SentPicture::detection).toList());
        List<Map<String, Object>> levels = new ArrayList<>();
        look.levels().forEach((name, map) -> levels.add(level(name, map)));
        told.put("levels", levels);
        if (shown) {
            told.put(
                    "picture",
                    "data:image/png;base64," + Base64.getEncoder().encodeToString(ShownPicture.png(picture)));
        }
        return told;
    }

    private static Map<String, Object> detection(FoundObject found) {
        Map<String, Object> detection = new LinkedHashMap<>();
        Box box = found.box();
        detection.put("class", found.name());
        detection.put("score", (float) found.score());
        detection.put("bbox", List.of(box.x1(), box.y1(), box.width(), box.height()));
        return detection;
    }

    private static Map<String, Object> level(String name, LevelMap map) {
        double[] means = map.means().clone();
        for (int i = 0; i < means.length; i++) {
            if (Double.isFinite(means[i])) {
                means[i] = new BigDecimal(means[i]).round(FOUR_DIGITS).doubleValue();
            }
        }
        Map<String, Object> level = new LinkedHashMap<>();
        level.put("name", name);
        level.put("height", map.height());
        level.put("width", map.width());
        level.put("means", means);
        return level;
    }

    /** {@code 2500x3000}. */
    @Override
    public String toString() {
        return picture.width() + "x" + picture.height();
    }
}
