package org.fpn4j.experiments.picture;

import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds places for the labels of boxes. A label covers no other label and no small box, its own included: it goes above,
 * below, inside (where the box is large) or beside its box, then farther and farther away with a line that leads to the box.
 */
final class LabelPlacement {
    private static final int LARGE_IN_LINES =
            6; // a box whose sides are as many lines of text may be covered by a label
    private static final int FARTHEST_IN_LINES = 8;

    private final List<Rectangle2D> smallBoxes;
    private final List<Rectangle> labels = new ArrayList<>();
    private final Rectangle image;
    private final int lineHeight;
    private final int edge;

    /**
     * @param boxes of all objects, in pixels of the image
     * @param lineHeight of a label
     * @param lineWidth of the boxes' outlines
     */
    LabelPlacement(List<Rectangle2D> boxes, int width, int height, int lineHeight, int lineWidth) {
        this.image = new Rectangle(width, height);
        this.lineHeight = lineHeight;
        this.edge = lineWidth / 2;
        this.smallBoxes = boxes.stream().filter(box -> !isLarge(box)).toList();
    }

    /**
     * A label's place.
     *
     * @param leader from the label to its box; empty where it lies at the box
     */
    record Label(Rectangle area, Optional<Line2D> leader) {}

    /** The first free place for a label of a width; empty where there is none near. */
    Optional<Label> place(Rectangle2D box, int width) {
        int left = (int) Math.round(box.getMinX()) - edge;
        int top = (int) Math.round(box.getMinY()) - edge;
        int right = (int) Math.round(box.getMaxX()) + edge;
        int bottom = (int) Math.round(box.getMaxY()) + edge;
        for (int away = 0; away <= FARTHEST_IN_LINES; away++) {
            int gap = away * lineHeight;
            List<Rectangle> places = new ArrayList<>();
            for (int x : new int[] {left, right - width, left - gap, right - width + gap}) {
                places.add(line(x, top - lineHeight - gap, width));
                places.add(line(x, bottom + gap, width));
            }
            if (away == 0 && isLarge(box)) {
                places.add(line(left, top, width));
                places.add(line(left, bottom - lineHeight, width));
            }
            for (int y : new int[] {top, bottom - lineHeight, top - gap, bottom - lineHeight + gap}) {
                places.add(line(right + gap, y, width));
                places.add(line(left - width - gap, y, width));
            }
            Optional<Rectangle> free = places.stream().filter(this::isFree).findFirst();
            if (free.isPresent()) {
                labels.add(free.get());
                return Optional.of(new Label(free.get(), away == 0 ? Optional.empty() : leader(free.get(), box)));
            }
        }
        return Optional.empty();
    }

    /** A line of text, moved sideways into the image. */
    private Rectangle line(int x, int y, int width) {
        return new Rectangle(Math.max(0, Math.min(x, image.width - width)), y, width, lineHeight);
    }

    private boolean isFree(Rectangle area) {
        return image.contains(area)
                && labels.stream().noneMatch(area::intersects)
                && smallBoxes.stream().noneMatch(box -> area.intersects(grown(box)));
    }

    /** With its outline, less half a pixel of rounding; at least a point, since nothing intersects a box without an area. */
    private Rectangle2D grown(Rectangle2D box) {
        double by = edge - 0.5;
        double width = Math.max(0.01, box.getWidth() + 2 * by);
        double height = Math.max(0.01, box.getHeight() + 2 * by);
        return new Rectangle2D.Double(box.getCenterX() - width / 2, box.getCenterY() - height / 2, width, height);
    }

    private boolean isLarge(Rectangle2D box) {
        return Math.min(box.getWidth(), box.getHeight()) >= LARGE_IN_LINES * (double) lineHeight;
    }

    /** Between the two points that are nearest to each other. */
    private static Optional<Line2D> leader(Rectangle label, Rectangle2D box) {
        double x = Math.max(box.getMinX(), Math.min(label.getCenterX(), box.getMaxX()));
        double y = Math.max(box.getMinY(), Math.min(label.getCenterY(), box.getMaxY()));
        double fromX = Math.max(label.getMinX(), Math.min(x, label.getMaxX()));
        double fromY = Math.max(label.getMinY(), Math.min(y, label.getMaxY()));
        return Optional.of(new Line2D.Double(fromX, fromY, x, y));
    }
}
