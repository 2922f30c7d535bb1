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
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.ObjectMask;

/**
 * Draws boxes with the names of their classes on copies of images: ground truth as dashed white lines, detections as
 * solid lines in the colour of their class with their score; where its mask is known, an object is tinted in that colour. Lines and letters grow with the image. A label never covers a
 * small box; where a crowd leaves no room for one, the colour alone says the class.
 */
public final class BoxPainter {
    private static final int SHORTER_SIDE_PER_LINE_WIDTH = 180;
    private static final int SHORTER_SIDE_PER_LINE_HEIGHT = 24;
    private static final int TINT = 110; // of 255: the picture is seen through it
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
        lowestFirst.forEach(box -> box.mask().ifPresent(mask -> tint(graphics, mask, box, copy)));
        for (LabelledBox box : lowestFirst) {
            outline(graphics, box, factor, lineWidth);
        }
        int lineHeight = Math.max(SMALLEST_LINE_HEIGHT, shorterSide / SHORTER_SIDE_PER_LINE_HEIGHT);
        drawLabels(graphics, lowestFirst, factor, lineHeight, lineWidth, copy);
        graphics.dispose();
        return copy;
    }

    private static void tint(Graphics2D graphics, ObjectMask mask, LabelledBox box, BufferedImage image) {
        Color color = ClassColors.of(box.classIndex());
        int tint = (color.getRGB() & 0xFFFFFF) | (TINT << 24);
        byte[] pixels = mask.pixels();
        BufferedImage layer = new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] != 0) {
                layer.setRGB(i % mask.width(), i / mask.width(), tint);
            }
        }
        graphics.drawImage(layer, 0, 0, image.getWidth(), image.getHeight(), null);
    }

    /** Highest score first, so that its label has the best place. */
    private void drawLabels(
            Graphics2D graphics,
            List<LabelledBox> lowestFirst,
            int factor,
            int lineHeight,
            int lineWidth,
            BufferedImage image) {
        List<Rectangle2D> outlines =
                lowestFirst.stream().map(box -> outline(box, factor)).toList();
        LabelPlacement placement =
                new LabelPlacement(outlines, image.getWidth(), image.getHeight(), lineHeight, lineWidth);
        for (int i = lowestFirst.size() - 1; i >= 0; i--) {
            LabelledBox box = lowestFirst.get(i);
            if (!box.labelled()) {
                continue;
            }
            int width = lettering.width(text(box), lineHeight) + lineHeight / 2;
            placement.place(outlines.get(i), width).ifPresent(label -> draw(graphics, label, box, lineHeight));
        }
    }

    private static Rectangle2D outline(LabelledBox labelled, int factor) {
        Box box = labelled.box();
        return new Rectangle2D.Float(box.x1() * factor, box.y1() * factor, box.width() * factor, box.height() * factor);
    }

    private static void outline(Graphics2D graphics, LabelledBox labelled, int factor, int lineWidth) {
        Rectangle2D outline = outline(labelled, factor);
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

    private void draw(Graphics2D graphics, LabelPlacement.Label label, LabelledBox labelled, int lineHeight) {
        Color background = ClassColors.of(labelled.classIndex());
        Rectangle area = label.area();
        graphics.setColor(background);
        label.leader().ifPresent(graphics::draw);
        graphics.fill(area);
        lettering.draw(
                graphics, text(labelled), area.x + lineHeight / 4, area.y, lineHeight, ClassColors.textOn(background));
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
