package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;

/**
 * A sample while it is made, of one picture or of several that share it: each is painted in turn, in any order, so that no two
 * are held at a time. For one thread.
 */
public final class Collage {
    private final SampleTransform transform;
    private final List<List<Tile>> sheets;
    private final long draw;
    private final List<float[]> painted = new ArrayList<>();

    Collage(SampleTransform transform, List<List<Tile>> sheets, long draw) {
        this.transform = requireNonNull(transform, "transform is null");
        this.sheets = List.copyOf(sheets);
        this.draw = draw;
        sheets.forEach(sheet -> painted.add(transform.background()));
    }

    /** The images whose pictures are wanted; the sample's own is the first, and one may occur more than once. */
    public List<ImageEntry> images() {
        return sheets.stream().flatMap(List::stream).map(Tile::image).toList();
    }

    /**
     * Paints a picture.
     *
     * @param place of its image among all
     * @throws org.fpn4j.config.problem.UserInputException if the picture does not have the size that the image had when its data
     *     set was opened
     */
    public void paint(int place, Picture picture) {
        int first = 0;
        for (int sheet = 0; sheet < sheets.size(); sheet++) {
            int within = place - first;
            if (within < sheets.get(sheet).size()) {
                transform.paint(picture, sheets.get(sheet).get(within), painted.get(sheet));
                return;
            }
            first += sheets.get(sheet).size();
        }
        throw new IllegalArgumentException("place[" + place + "] must be below " + first);
    }

    /** The sample of what was painted: sheets shine through each other alike, and the objects of all are to be found. */
    public Sample sample() {
        float[] pixels = painted.get(0);
        for (int sheet = 1; sheet < painted.size(); sheet++) {
            float[] other = painted.get(sheet);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] += (other[i] - pixels[i]) / (sheet + 1);
            }
        }
        Tile own = sheets.get(0).get(0);
        Outline outline = outline();
        return new Sample(
                own.image(),
                pixels,
                new Scene(outline.objects(), outline.ignored(), draw, transform.classWeights()),
                own.geometry());
    }

    private Outline outline() {
        List<Annotation> annotations = new ArrayList<>();
        List<Box> boxes = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<ObjectMask> masks = new ArrayList<>();
        List<Box> ignored = new ArrayList<>();
        sheets.stream().flatMap(List::stream).map(transform::outline).forEach(outline -> {
            annotations.addAll(outline.annotations());
            boxes.addAll(outline.objects().boxes());
            labels.addAll(outline.objects().labels());
            masks.addAll(outline.objects().masks());
            ignored.addAll(outline.ignored());
        });
        return new Outline(annotations, new GroundTruth(boxes, labels, masks), ignored);
    }
}
