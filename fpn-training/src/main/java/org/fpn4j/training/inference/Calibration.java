package org.fpn4j.training.inference;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.engine.kernel.Ranges;

/**
 * How large the maps of a detector become, as it was seen on images, and for which detector that holds.
 *
 * @param weightsSha256 of the file with the detector's weights
 * @param input how pictures became the detector's input
 * @param images that were looked at
 */
public record Calibration(String weightsSha256, String input, int images, Ranges ranges) {
    private static final String WEIGHTS = "weights_sha256";
    private static final String INPUT = "input";
    private static final String IMAGES = "images";
    private static final String RANGES = "ranges";
    private static final String SIGNED = "signed";
    private static final String BOUND = "bound";

    public Calibration {
        requireNonNull(weightsSha256, "weightsSha256 is null");
        requireNonNull(input, "input is null");
        requireNonNull(ranges, "ranges is null");
    }

    /** Whether it holds for a detector. */
    boolean isOf(String sha256, String otherInput) {
        return weightsSha256.equals(sha256) && input.equals(otherInput);
    }

    /** Writes it, whole or not at all. */
    void write(Path file) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(WEIGHTS, weightsSha256);
        values.put(INPUT, input);
        values.put(IMAGES, images);
        values.put(RANGES, ranges.values());
        StoredJson.write(file, values);
    }

    /**
     * What was written; empty where there is no such file.
     *
     * @throws UserInputException where it is damaged
     */
    public static Optional<Calibration> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        StoredJson json = StoredJson.object(file);
        Map<String, Ranges.Range> ranges = new LinkedHashMap<>();
        StoredJson stored = json.object(RANGES);
        for (String name : stored.fields()) {
            StoredJson range = stored.object(name);
            ranges.put(name, new Ranges.Range(range.truth(SIGNED), (float) range.number(BOUND, 0, Float.MAX_VALUE)));
        }
        Calibration calibration = new Calibration(
                json.text(WEIGHTS),
                json.text(INPUT),
                (int) json.integer(IMAGES, 1, Integer.MAX_VALUE),
                new Ranges(ranges));
        json.done();
        return Optional.of(calibration);
    }
}
