package org.fpn4j.experiments.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fpn4j.core.detection.Box;

/**
 * Draws boxes with the names of their classes on copies of images: ground truth as dashed white lines, detections as
 * solid lines in the colour of their class with their score. Lines and letters grow with the image.
 */
public final class BoxPainter {
    private static final int SHORTER_SIDE_PER_LINE_WIDTH = 180;
    private static final int SHORTER_SIDE_PER_LINE_HEIGHT = 24;
    private static final int SMALLEST_LINE_HEIGHT = 12; // below it, letters run together

    private final List<String> classNames;
    private final Lettering lettering;

    /** A painter for the classes of a data set, in the order of their indices. */
    public BoxPainter(List<String> classNames) {
        this(classNames, Lettering.ofThisMachine());
    }

    BoxPainter(List<String> classNames, Lettering lettering) {
        this.classNames = List.copyOf(classNames);
        this.lettering = lettering;
    }

    /**
     * The image with the boxes on it, in the image's size; the image itself stays as it is. Detections with high scores
     * lie above those with low ones.
     *
     * @throws IllegalArgumentException for a class index without a name
     */
    public BufferedImage paint(BufferedImage image, List<LabelledBox> boxes) {
        return paintEnlarged(image, boxes, 1);
    }

    /**
     * As {@link #paint}, on an image enlarged by a whole factor first, so that labels on small images stay small beside
     * the objects. The boxes are in pixels of the image as given.
     */
    public BufferedImage paintEnlarged(BufferedImage image, List<LabelledBox> boxes, int factor) {
        BufferedImage copy = Resizing.copy(image, image.getWidth() * factor, image.getHeight() * factor);
        List<LabelledBox> lowestFirst = new ArrayList<>(boxes);
        lowestFirst.sort(
                Comparator.comparing(LabelledBox::isGroundTruth).reversed().thenComparingDouble(LabelledBox::score));
        Graphics2D graphics = copy.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        int shorterSide = Math.min(copy.getWidth(), copy.getHeight());
        int lineWidth = Math.max(1, Math.round((float) shorterSide / SHORTER_SIDE_PER_LINE_WIDTH));
        for (LabelledBox box : lowestFirst) {
            outline(graphics, box, factor, lineWidth);
        }
        int lineHeight = Math.max(SMALLEST_LINE_HEIGHT, shorterSide / SHORTER_SIDE_PER_LINE_HEIGHT);
        List<Label> labels = place(lowestFirst, factor, lineHeight, lineWidth, copy);
        for (int i = labels.size() - 1; i >= 0; i--) {
            draw(graphics, labels.get(i), lineHeight);
        }
        graphics.dispose();
        return copy;
    }

    private static void outline(Graphics2D graphics, LabelledBox labelled, int factor, int lineWidth) {
        Box box = labelled.box();
        Rectangle2D outline = new Rectangle2D.Float(
                box.x1() * factor, box.y1() * factor, box.width() * factor, box.height() * factor);
        if (labelled.isGroundTruth()) {
            graphics.setStroke(new BasicStroke(lineWidth));
            graphics.setColor(new Color(0, 0, 0, 160)); // between the white dashes, for bright images
            graphics.draw(outline);
            float dash = 3f * lineWidth + 2;
            graphics.setStroke(new BasicStroke(
                    lineWidth, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {dash, dash}, 0));
            graphics.setColor(Color.WHITE);
        } else {
            graphics.setStroke(new BasicStroke(lineWidth, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
            graphics.setColor(ClassColors.of(labelled.classIndex()));
        }
        graphics.draw(outline);
    }

    private record Label(String text, Rectangle area, Color background) {}

    /** Highest score first, each where it hides no label before it, if there is such a place. */
    private List<Label> place(
            List<LabelledBox> lowestFirst, int factor, int lineHeight, int lineWidth, BufferedImage image) {
        List<Label> placed = new ArrayList<>();
        for (int i = lowestFirst.size() - 1; i >= 0; i--) {
            LabelledBox labelled = lowestFirst.get(i);
            Box box = labelled.box();
            String text = text(labelled);
            int width = lettering.width(text, lineHeight) + lineHeight / 2;
            int edge = lineWidth / 2;
            int left = Math.round(box.x1() * factor) - edge;
            int above = Math.round(box.y1() * factor) - edge - lineHeight;
            int inside = Math.round(box.y1() * factor) - edge;
            int below = Math.round(box.y2() * factor) + edge;
            Rectangle area = Optional.<Rectangle>empty()
                    .or(() -> free(left, above, width, lineHeight, placed, image))
                    .or(() -> free(left, below, width, lineHeight, placed, image))
                    .or(() -> free(left, inside, width, lineHeight, placed, image))
                    .orElseGet(() -> within(image, new Rectangle(left, inside, width, lineHeight)));
            placed.add(new Label(text, area, ClassColors.of(labelled.classIndex())));
        }
        return placed;
    }

    /** The label moved sideways into the image, unless it sticks out above or below or covers another. */
    private static Optional<Rectangle> free(
            int left, int top, int width, int height, List<Label> placed, BufferedImage image) {
        if (top < 0 || top + height > image.getHeight()) {
            return Optional.empty();
        }
        Rectangle area = within(image, new Rectangle(left, top, width, height));
        boolean covers = placed.stream().anyMatch(label -> label.area.intersects(area));
        return covers ? Optional.empty() : Optional.of(area);
    }

    private static Rectangle within(BufferedImage image, Rectangle area) {
        int left = Math.max(0, Math.min(area.x, image.getWidth() - area.width));
        int top = Math.max(0, Math.min(area.y, image.getHeight() - area.height));
        return new Rectangle(left, top, area.width, area.height);
    }

    private void draw(Graphics2D graphics, Label label, int lineHeight) {
        graphics.setColor(label.background);
        graphics.fill(label.area);
        Color ink = ClassColors.textOn(label.background);
        lettering.draw(graphics, label.text, label.area.x + lineHeight / 4, label.area.y, lineHeight, ink);
    }

    private String text(LabelledBox labelled) {
        int index = labelled.classIndex();
        if (index < 0 || index >= classNames.size()) {
            throw new IllegalArgumentException(
                    "class[" + index + "] has no name; there are " + classNames.size() + " names");
        }
        if (labelled.isGroundTruth()) {
            return classNames.get(index);
        }
        return classNames.get(index) + " " + String.format(Locale.ROOT, "%.2f", labelled.score());
    }
}
