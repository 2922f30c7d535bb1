package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.data.dataset.ImageEntry;

/** One image ready for a network, with its objects in pixels of the input. The array is shared, not copied. */
public final class Sample {
    private final ImageEntry image;
    private final float[] pixels;
    private final Scene scene;
    private final Geometry geometry;

    /**
     * @param pixels {@code [3, H, W]}, normalised; 0 where there is no picture
     * @param scene what it shows, in pixels of the network's input
     * @param geometry the way back to pixels of the original image
     */
    public Sample(ImageEntry image, float[] pixels, Scene scene, Geometry geometry) {
        this.image = requireNonNull(image, "image is null");
        this.pixels = requireNonNull(pixels, "pixels is null");
        this.scene = requireNonNull(scene, "scene is null");
        this.geometry = requireNonNull(geometry, "geometry is null");
    }

    /** The image that it was made of. */
    public ImageEntry image() {
        return image;
    }

    /** {@code [3, H, W]}, normalised; only to be read. */
    public float[] pixels() {
        return pixels;
    }

    /** What it shows, in pixels of the network's input. */
    public Scene scene() {
        return scene;
    }

    /** Objects in pixels of the network's input. */
    public GroundTruth objects() {
        return scene.objects();
    }

    /** Regions in which nothing is a negative, in pixels of the network's input. */
    public List<Box> crowdBoxes() {
        return scene.ignored();
    }

    /** From the image's pixels to those of the network's input. */
    public Geometry geometry() {
        return geometry;
    }
}
