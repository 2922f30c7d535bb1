package org.fpn4j.experiments.picture;

import java.awt.Color;

/**
 * A colour for each class: the seven chromatic colours of Okabe and Ito's palette, which people with any common colour
 * blindness tell apart, then lighter and darker shades of the same seven hues.
 *
 * <p>Source: Okabe and Ito, "Color Universal Design", 2008.
 */
public final class ClassColors {
    private static final int[] HUES = {0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7};
    private static final double WIDEST_SHADE = 1.2; // up to 60 % of the way to white or to black

    private ClassColors() {}

    /** The colour of a class, distinct from that of every smaller index in any realistic class list. */
    public static Color of(int classIndex) {
        Color hue = new Color(HUES[Math.floorMod(classIndex, HUES.length)]);
        double mix = (vanDerCorput(Math.floorDiv(classIndex, HUES.length) + 1) - 0.5) * WIDEST_SHADE;
        return mix < 0 ? mixed(hue, Color.BLACK, -mix) : mixed(hue, Color.WHITE, mix);
    }

    /** Black or white, whichever is easier to read on the given background. */
    public static Color textOn(Color background) {
        return luminance(background) > 0.18 ? Color.BLACK : Color.WHITE; // the middle between 1.05/x and x/0.05
    }

    /** Relative luminance in [0, 1] of an sRGB colour. */
    static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    /** 1/2, 1/4, 3/4, 1/8, 5/8 ...: the next shade always lies far from those before it. */
    private static double vanDerCorput(int position) {
        double value = 0;
        double digit = 0.5;
        for (int rest = position; rest > 0; rest /= 2) {
            value += digit * (rest % 2);
            digit /= 2;
        }
        return value;
    }

    private static Color mixed(Color from, Color to, double share) {
        return new Color(
                (int) Math.round(from.getRed() + share * (to.getRed() - from.getRed())),
                (int) Math.round(from.getGreen() + share * (to.getGreen() - from.getGreen())),
                (int) Math.round(from.getBlue() + share * (to.getBlue() - from.getBlue())));
    }
}
