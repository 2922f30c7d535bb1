package org.fpn4j.data.radiograph;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.image.Picture;

/**
 * Draws grey chest radiographs that no patient sat for: shoulders, two lungs between ribs, spine, collar bones, vessels
 * and diaphragm, all varying, under quantum noise.
 *
 * <p>To be found, from small to large: <ul>
 * <li>{@code nodule}: faint round blobs in the lungs, 3 to 8 hundredths of the shorter side across, ribs and vessels
 *     over them; none to several per image;
 * <li>{@code consolidation}: cloudy patches, 12 to 25 hundredths of the side; none to several;
 * <li>{@code heart}: 35 to 60 hundredths of the width, one per image, enlarged in every fourth.
 * </ul>
 * Boxes are exact: for lesions the extent of the contour where the density has fallen to a tenth of its peak, for the
 * heart that of its outline. Not to be found: vessels seen end-on, crossings of ribs, and the rings of electrodes.
 *
 * <p>An image depends on the settings, the seed and its index alone; the arithmetic is the same on every machine.
 * Thread-safe.
 */
public record RadiographGenerator(RadiographSettings settings, long seed) {
    public RadiographGenerator {
        requireNonNull(settings, "settings is null");
    }

    /** Nodule, consolidation and heart. */
    public List<Category> categories() {
        return RadiographClass.categories();
    }

    /**
     * What is in an image, without drawing it.
     *
     * @param firstId the annotations' ids start here
     */
    public List<Annotation> annotations(long index, long firstId) {
        return RadiographPlan.of(settings, seed, index).annotations(settings, firstId);
    }

    /** One grey channel, values in steps of the settings' bits. */
    public Picture draw(long index) {
        return new RadiographDrawing(settings, RadiographPlan.of(settings, seed, index), seed, index).picture();
    }
}
