package org.fpn4j.experiments.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Several pictures in one: a grid on white, row by row, a caption above each. */
public final class ContactSheet {
    private static final int MARGIN = 12;
    private static final int LINE_HEIGHT = 20;
    private static final int GAP = 4;
    private static final Color INK = new Color(0x222222);

    private final int columns;
    private final Lettering lettering;

    /** A sheet with at most this many pictures side by side. */
    public ContactSheet(int columns) {
        this(columns, Lettering.ofThisMachine());
    }

    ContactSheet(int columns, Lettering lettering) {
        if (columns < 1) {
            throw new IllegalArgumentException("columns[" + columns + "] must be at least 1");
        }
        this.columns = columns;
        this.lettering = lettering;
    }

    /**
     * The sheet. Cells are as large as the largest picture; smaller ones keep their size and lie at the top left;
     * captions longer than a cell is wide are cut.
     *
     * @throws IllegalArgumentException if there is no picture
     */
    public BufferedImage render(List<CaptionedPicture> pictures) {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("pictures[] are empty");
        }
        int cellWidth = 0;
        int imageHeight = 0;
        for (CaptionedPicture picture : pictures) {
            cellWidth = Math.max(cellWidth, picture.image().getWidth());
            imageHeight = Math.max(imageHeight, picture.image().getHeight());
        }
        int used = Math.min(columns, pictures.size());
        int rows = (pictures.size() + used - 1) / used;
        int cellHeight = LINE_HEIGHT + GAP + imageHeight;
        BufferedImage sheet = new BufferedImage(
                MARGIN + used * (cellWidth + MARGIN),
                MARGIN + rows * (cellHeight + MARGIN),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int i = 0; i < pictures.size(); i++) {
            int x = MARGIN + i % used * (cellWidth + MARGIN);
            int y = MARGIN + i / used * (cellHeight + MARGIN);
            String caption = lettering.shortened(pictures.get(i).caption(), LINE_HEIGHT, cellWidth);
            lettering.draw(graphics, caption, x, y, LINE_HEIGHT, INK);
            graphics.drawImage(pictures.get(i).image(), x, y + LINE_HEIGHT + GAP, null);
        }
        graphics.dispose();
        return sheet;
    }
}
