package org.fpn4j.evaluation.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands beside a score because it is not in it.
 *
 * @param images of the ground truth for which there is no picture or no detection; their objects count as missed
 * @param categories of detections that the ground truth does not have; such detections do not count
 */
public record LeftOut(int images, int categories) {
    /** True where there is nothing to say. */
    public boolean nothing() {
        return images == 0 && categories == 0;
    }

    /** The counts by name, as files hold them. */
    public Map<String, Integer> json() {
        Map<String, Integer> json = new LinkedHashMap<>();
        json.put("images", images);
        json.put("categories", categories);
        return Collections.unmodifiableMap(json);
    }

    /** {@code left out: 3 images, 1 categories}. */
    @Override
    public String toString() {
        return "left out: " + images + " images, " + categories + " categories";
    }
}
