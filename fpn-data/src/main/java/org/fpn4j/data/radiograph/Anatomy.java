package org.fpn4j.data.radiograph;

import org.fpn4j.core.detection.Box;
import org.fpn4j.data.transform.SampleRandom;

/**
 * The shape of one chest, in units of the image's width and height: u runs right, v runs down, both from 0 to 1. Sides
 * are -1 for the lung at the image's left and 1 for the one at its right, where the heart points to.
 */
final class Anatomy {
    private static final double EDGE = 0.012; // softness of outlines
    private static final int CONTOUR_POINTS = 720; // of the heart: half a degree apart

    final double center;
    final double apex;
    final double base;
    private final double lungSpan;
    private final double domeHeight;
    private final double shoulders;
    private final double heartU;
    private final double heartV;
    private final double heartWidth; // half
    private final double heartHeight; // half
    private final double heartTilt;
    private final double heartBulge;

    Anatomy(SampleRandom random) {
        center = random.uniform(0.485, 0.515);
        apex = random.uniform(0.09, 0.13);
        base = random.uniform(0.78, 0.86);
        lungSpan = random.uniform(0.315, 0.36);
        domeHeight = random.uniform(0.07, 0.11);
        shoulders = random.uniform(0.455, 0.49);
        boolean enlarged = random.chance(0.25);
        heartWidth = enlarged ? random.uniform(0.245, 0.295) : random.uniform(0.18, 0.235);
        heartHeight = heartWidth * random.uniform(0.68, 0.8);
        heartU = center + random.uniform(0.03, 0.06) + (enlarged ? 0 : 0.015);
        heartV = base - random.uniform(0.155, 0.185) - (enlarged ? 0.035 : 0);
        heartTilt = random.uniform(0.25, 0.5);
        heartBulge = random.uniform(0.02, 0.06);
    }

    /** 1 inside the body. */
    double body(double u, double v) {
        double half = 0.14 + (shoulders - 0.14) * Soft.edge((v - 0.1) / 0.1);
        return Soft.edge((half - Math.abs(u - center)) / (2 * EDGE));
    }

    /** Distance from the midline towards a side. */
    double lateral(double u, int side) {
        return side * (u - center);
    }

    /** 1 inside the lung of a side, before heart and lesions. */
    double lung(double u, double v, int side) {
        double height = (v - apex) / (base - apex);
        if (height <= 0 || height > 1.2) {
            return 0;
        }
        double lateral = lateral(u, side);
        double rise = 1 - Math.min(1, height * 1.3);
        double width = Math.sqrt(1 - rise * rise);
        double outer = 0.075 + lungSpan * width;
        double inner = 0.085 - 0.025 * width;
        double middle = (0.075 + lungSpan + 0.06) / 2;
        double across = (lateral - middle) / (lungSpan * 0.55);
        double lift = side < 0 ? domeHeight * 1.2 : domeHeight; // the liver lies under the left of the image
        double dome = base - lift * Math.max(-0.35, 1 - across * across);
        double inside = Math.min(Math.min(outer - lateral, lateral - inner), dome - v);
        return Soft.edge(inside / EDGE);
    }

    double lungs(double u, double v) {
        return Math.max(lung(u, v, -1), lung(u, v, 1));
    }

    /** 1 inside the heart, one half on its contour. */
    double heart(double u, double v) {
        double du = u - heartU;
        double dv = v - heartV;
        double distance = Math.sqrt(du * du + dv * dv);
        if (distance < 1e-9) {
            return 1;
        }
        if (distance > 1.3 * heartWidth) {
            return 0;
        }
        double radius = heartRadius(du / distance, dv / distance);
        return Soft.edge((radius - distance) / (1.5 * EDGE));
    }

    /** The heart's exact extent in units of the image. */
    Box heartBox(int width, int height) {
        double left = 1;
        double right = 0;
        double top = 1;
        double bottom = 0;
        for (int i = 0; i < CONTOUR_POINTS; i++) {
            double angle = 2 * Math.PI * i / CONTOUR_POINTS;
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            double radius = heartRadius(cos, sin);
            left = Math.min(left, heartU + radius * cos);
            right = Math.max(right, heartU + radius * cos);
            top = Math.min(top, heartV + radius * sin);
            bottom = Math.max(bottom, heartV + radius * sin);
        }
        return new Box(
                (float) (left * width), (float) (top * height), (float) (right * width), (float) (bottom * height));
    }

    /** A tilted ellipse with a bulge; polynomials in the direction's cosine and sine. */
    private double heartRadius(double cos, double sin) {
        double along = cos + heartTilt * sin;
        double across = sin - heartTilt * cos;
        double norm = Math.sqrt(1 + heartTilt * heartTilt);
        double a = along / (norm * heartWidth);
        double b = across / (norm * heartHeight);
        double ellipse = 1 / Math.sqrt(a * a + b * b);
        double cosOfThree = cos * (4 * cos * cos - 3);
        return ellipse * (1 + heartBulge * cosOfThree);
    }
}
