package org.fpn4j.data.transform;

import org.fpn4j.core.detection.Box;

/**
 * Where the resized picture lies over the input, in whole pixels.
 *
 * @param width of the whole picture once resized
 * @param scaleX what boxes are scaled by across
 * @param scaleY what boxes are scaled by down
 * @param left of the picture in the input; negative where the picture starts before it
 * @param mirrored left and right exchanged
 */
record Placement(int width, int height, double scaleX, double scaleY, int left, int top, boolean mirrored) {
    /** Fitted to the input's top left corner. */
    static Placement fitted(int originalWidth, int originalHeight, InputSize input, Fit fit) {
        return zoomed(originalWidth, originalHeight, input, fit, 1, false);
    }

    /** The same with the corner elsewhere. */
    Placement at(int atLeft, int atTop) {
        return new Placement(width, height, scaleX, scaleY, atLeft, atTop, mirrored);
    }

    /** As drawn: zoomed, moved at random where the zoom leaves room, perhaps mirrored. */
    static Placement augmented(
            int originalWidth,
            int originalHeight,
            InputSize input,
            Fit fit,
            AugmentationConfig augmentation,
            SampleRandom random) {
        // all numbers are drawn whatever the settings, so that switching one augmentation off leaves the others
        boolean mirrored = random.chance(augmentation.horizontalFlip());
        double zoom = StrictMath.exp(
                random.uniform(StrictMath.log(augmentation.scaleMin()), StrictMath.log(augmentation.scaleMax())));
        double across = random.nextDouble();
        double down = random.nextDouble();
        if (augmentation.scaleMin() == 1 && augmentation.scaleMax() == 1) {
            return zoomed(originalWidth, originalHeight, input, fit, 1, mirrored);
        }
        Placement zoomed = zoomed(originalWidth, originalHeight, input, fit, zoom, mirrored);
        return new Placement(
                zoomed.width,
                zoomed.height,
                zoomed.scaleX,
                zoomed.scaleY,
                within(input.width() - zoomed.width, across),
                within(input.height() - zoomed.height, down),
                mirrored);
    }

    /** A whole number from 0 to the room, both included; room is negative where the picture is larger than the input. */
    private static int within(int room, double draw) {
        int steps = (int) (draw * (Math.abs(room) + 1));
        return room < 0 ? -steps : steps;
    }

    /** Fitted, then zoomed, in the top left corner. */
    static Placement zoomed(
            int originalWidth, int originalHeight, InputSize input, Fit fit, double zoom, boolean mirrored) {
        double scaleX = Math.min(fit.most(), (double) input.width() / originalWidth);
        double scaleY = Math.min(fit.most(), (double) input.height() / originalHeight);
        if (fit.mode().keepsAspect()) {
            scaleX = Math.min(scaleX, scaleY);
            scaleY = scaleX;
        }
        if (fit.mode() == ResizeMode.LETTERBOX_FLOOR) {
            int width = (int) Math.max(1, Math.floor(originalWidth * scaleX * zoom));
            int height = (int) Math.max(1, Math.floor(originalHeight * scaleY * zoom));
            return new Placement(width, height, scaleX * zoom, scaleY * zoom, 0, 0, mirrored);
        }
        int width = (int) Math.max(1, Math.round(originalWidth * scaleX * zoom));
        int height = (int) Math.max(1, Math.round(originalHeight * scaleY * zoom));
        return new Placement(
                width, height, (double) width / originalWidth, (double) height / originalHeight, 0, 0, mirrored);
    }

    /** What it has of the input, and beyond. */
    Box box() {
        return new Box(left, top, left + width, top + height);
    }

    Geometry geometry(int originalWidth, int originalHeight) {
        return new Geometry(
                mirrored ? -scaleX : scaleX,
                scaleY,
                mirrored ? left + width : left,
                top,
                originalWidth,
                originalHeight);
    }
}
