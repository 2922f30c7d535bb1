package org.fpn4j.data.radiograph;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.image.Picture;

/** Draws twelve radiographs and their boxes on one sheet, for the eye to judge: output file, then the image size. */
final class ContactSheet {
    private static final List<Color> COLOURS = List.of(Color.YELLOW, Color.CYAN, Color.RED);

    private ContactSheet() {}

    public static void main(String[] arguments) throws IOException {
        int size = Integer.parseInt(arguments[1]);
        int zoom = Math.max(1, 384 / size);
        int cell = size * zoom;
        RadiographsConfig config = new RadiographsConfig(12, 1, 1, size, size, 0, 8, 0.03, 1, 4, 2);
        BufferedImage sheet = new BufferedImage(cell * 4, cell * 3, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        List<ImageEntry> images = config.open(Split.TRAIN).images();
        for (int i = 0; i < images.size(); i++) {
            int left = i % 4 * cell;
            int top = i / 4 * cell;
            Picture picture = images.get(i).source().read();
            for (int y = 0; y < cell; y++) {
                for (int x = 0; x < cell; x++) {
                    int grey = Math.round(picture.at(0, y / zoom, x / zoom) * 255);
                    sheet.setRGB(left + x, top + y, grey << 16 | grey << 8 | grey);
                }
            }
            boolean boxed = arguments.length < 3 || i % 2 == 0;
            for (Annotation annotation : boxed ? images.get(i).annotations() : List.<Annotation>of()) {
                Box box = annotation.box();
                graphics.setColor(COLOURS.get(annotation.categoryIndex()));
                graphics.drawRect(
                        left + Math.round(box.x1() * zoom) - 1,
                        top + Math.round(box.y1() * zoom) - 1,
                        Math.round(box.width() * zoom) + 1,
                        Math.round(box.height() * zoom) + 1);
            }
        }
        graphics.dispose();
        ImageIO.write(sheet, "png", new File(arguments[0]));
    }
}
