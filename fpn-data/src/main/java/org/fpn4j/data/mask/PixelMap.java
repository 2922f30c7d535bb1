package org.fpn4j.data.mask;

/**
 * Where the pixels of one image lie in another, an affine map of continuous pixels: {@code x' = scaleX x + skewX y + offsetX} and
 * {@code y' = skewY x + scaleY y + offsetY}.
 *
 * @param scaleX negative where left and right are exchanged
 * @param skewX how far a pixel further down lies further right; 0 where axes stay axes
 * @param skewY how far a pixel further right lies further down; 0 where axes stay axes
 */
public record PixelMap(double scaleX, double skewX, double offsetX, double skewY, double scaleY, double offsetY) {
    /** Every pixel stays. */
    public static final PixelMap SAME = new PixelMap(1, 1, 0, 0);

    /** Along the axes: {@code there = scale * here + offset} on each. */
    public PixelMap(double scaleX, double scaleY, double offsetX, double offsetY) {
        this(scaleX, 0, offsetX, 0, scaleY, offsetY);
    }

    /** Rows stay rows and columns stay columns. */
    public boolean keepsAxes() {
        return skewX == 0 && skewY == 0;
    }

    /** Area there of one pixel here; negative where the image is mirrored. */
    public double determinant() {
        return scaleX * scaleY - skewX * skewY;
    }

    /** This one after another. */
    public PixelMap after(PixelMap first) {
        return new PixelMap(
                scaleX * first.scaleX + skewX * first.skewY,
                scaleX * first.skewX + skewX * first.scaleY,
                x(first.offsetX, first.offsetY),
                skewY * first.scaleX + scaleY * first.skewY,
                skewY * first.skewX + scaleY * first.scaleY,
                y(first.offsetX, first.offsetY));
    }

    /** Where a point lies there. */
    public double x(double hereX, double hereY) {
        return keepsAxes() ? scaleX * hereX + offsetX : scaleX * hereX + skewX * hereY + offsetX;
    }

    /** Where a point lies there. */
    public double y(double hereX, double hereY) {
        return keepsAxes() ? scaleY * hereY + offsetY : skewY * hereX + scaleY * hereY + offsetY;
    }

    /** Where a point there lies here. */
    public double xHere(double thereX, double thereY) {
        return keepsAxes()
                ? (thereX - offsetX) / scaleX
                : (scaleY * (thereX - offsetX) - skewX * (thereY - offsetY)) / determinant();
    }

    /** Where a point there lies here. */
    public double yHere(double thereX, double thereY) {
        return keepsAxes()
                ? (thereY - offsetY) / scaleY
                : (scaleX * (thereY - offsetY) - skewY * (thereX - offsetX)) / determinant();
    }

    /** The column here in which the middle of a pixel there lies. */
    int columnHere(int column, int row) {
        return (int) Math.floor(xHere(column + 0.5, row + 0.5));
    }

    /** The row here in which the middle of a pixel there lies. */
    int rowHere(int column, int row) {
        return (int) Math.floor(yHere(column + 0.5, row + 0.5));
    }
}
