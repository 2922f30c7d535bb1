package org.fpn4j.data.radiograph;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.transform.SampleRandom;

/**
 * A density added to the lungs, made of soft ellipses: one makes a nodule, a cloud of many makes a consolidation. Its
 * contour is where the density of the outermost ellipse has fallen to a tenth.
 *
 * @param label class index
 * @param contrast of the densest point
 */
record Lesion(int label, double contrast, List<Lump> lumps, Box extent) {
    /** An ellipse in pixels: semi-axes along a direction and across it. */
    record Lump(double x, double y, double along, double across, double cos, double sin) {
        double density(double atX, double atY) {
            double dx = atX - x;
            double dy = atY - y;
            double a = (dx * cos + dy * sin) / along;
            double b = (dy * cos - dx * sin) / across;
            return Soft.blob(a * a + b * b);
        }

        /** Exact extent of the contour, where the density is a tenth. */
        Box extent() {
            double halfWidth = Math.sqrt(along * along * cos * cos + across * across * sin * sin);
            double halfHeight = Math.sqrt(along * along * sin * sin + across * across * cos * cos);
            return new Box((float) (x - halfWidth), (float) (y - halfHeight), (float) (x + halfWidth), (float)
                    (y + halfHeight));
        }
    }

    private static final double CLOUDINESS = 0.6; // of one lump; lumps over each other merge

    Lesion {
        lumps = List.copyOf(lumps);
    }

    /** A nodule: nearly round, 3 to 8 hundredths of the side across. */
    static Lesion nodule(double x, double y, double side, double contrast, SampleRandom random) {
        double along = side * random.uniform(0.032, 0.078) / 2;
        Lump lump = lump(x, y, along, along * random.uniform(0.75, 1), random);
        return of(RadiographClass.NODULE, contrast * random.uniform(0.75, 1.35), List.of(lump));
    }

    /** A consolidation: a cloud of lumps, 12 to 25 hundredths of the side across. */
    static Lesion consolidation(double x, double y, double side, double contrast, SampleRandom random) {
        double target = side * random.uniform(0.12, 0.25);
        List<Lump> cloud = new ArrayList<>();
        int count = 8 + random.below(5);
        for (int i = 0; i < count; i++) {
            double along = random.uniform(0.17, 0.34);
            double reach = 0.5 - along;
            cloud.add(lump(
                    reach * random.uniform(-1, 1),
                    reach * random.uniform(-1, 1),
                    along,
                    along * random.uniform(0.6, 1),
                    random));
        }
        Box extent = extent(cloud);
        double scale = target / Math.max(extent.width(), extent.height());
        List<Lump> lumps = cloud.stream()
                .map(lump -> new Lump(
                        x + scale * lump.x(),
                        y + scale * lump.y(),
                        scale * lump.along(),
                        scale * lump.across(),
                        lump.cos(),
                        lump.sin()))
                .toList();
        return of(RadiographClass.CONSOLIDATION, contrast * random.uniform(0.8, 1.2), lumps);
    }

    private static Lesion of(RadiographClass kind, double contrast, List<Lump> lumps) {
        return new Lesion(kind.index(), contrast, lumps, extent(lumps));
    }

    private static Box extent(List<Lump> lumps) {
        Box extent = lumps.get(0).extent();
        for (Lump lump : lumps) {
            Box other = lump.extent();
            extent = new Box(
                    Math.min(extent.x1(), other.x1()),
                    Math.min(extent.y1(), other.y1()),
                    Math.max(extent.x2(), other.x2()),
                    Math.max(extent.y2(), other.y2()));
        }
        return extent;
    }

    private static Lump lump(double x, double y, double along, double across, SampleRandom random) {
        double angle = random.uniform(0, Math.PI);
        return new Lump(x, y, along, across, StrictMath.cos(angle), StrictMath.sin(angle));
    }

    /** In [0, 1]. */
    double density(double x, double y) {
        if (lumps.size() == 1) {
            return lumps.get(0).density(x, y);
        }
        double clear = 1;
        for (Lump lump : lumps) {
            clear *= 1 - CLOUDINESS * lump.density(x, y);
        }
        return 1 - clear;
    }

    boolean overlaps(Lesion other, double gap) {
        return extent.x1() - gap < other.extent.x2()
                && other.extent.x1() - gap < extent.x2()
                && extent.y1() - gap < other.extent.y2()
                && other.extent.y1() - gap < extent.y2();
    }
}
