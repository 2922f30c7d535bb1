package org.fpn4j.data.radiograph;

import org.fpn4j.core.detection.Box;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.transform.SampleRandom;

/** Draws one radiograph: bright is dense. Soft tissue and air first, bones and vessels added, noise last. */
final class RadiographDrawing {
    private static final int WAVES = 4;

    private final int width;
    private final int height;
    private final double side;
    private final RadiographSettings settings;
    private final RadiographPlan plan;
    private final Anatomy anatomy;
    private final SampleRandom detail;
    private final SampleRandom noise;
    private final double[] air; // how much lung is behind each pixel, [height * width]
    private final double[] body;
    private final double[] density;

    RadiographDrawing(RadiographSettings settings, RadiographPlan plan, long seed, long index) {
        this.settings = settings;
        this.plan = plan;
        this.anatomy = plan.anatomy();
        this.width = settings.width();
        this.height = settings.height();
        this.side = Math.min(width, height);
        this.detail = SampleRandom.of(seed, "detail", index);
        this.noise = SampleRandom.of(seed, "noise", index);
        this.air = new double[height * width];
        this.body = new double[height * width];
        this.density = new double[height * width];
    }

    Picture picture() {
        drawTissue();
        drawWaves();
        drawRibs();
        drawCollarBones();
        drawVessels();
        for (Lesion lesion : plan.lesions()) {
            drawLesion(lesion);
        }
        drawElectrodes();
        return developed();
    }

    private void drawTissue() {
        double air0 = detail.uniform(0.38, 0.46);
        double gradient = detail.uniform(-0.04, 0.04);
        double vertebra = detail.uniform(0.06, 0.075);
        for (int y = 0; y < height; y++) {
            double v = (y + 0.5) / height;
            double disc = Math.abs(v / vertebra - Math.rint(v / vertebra)) * 2; // 0 at the middle of a vertebra
            for (int x = 0; x < width; x++) {
                double u = (x + 0.5) / width;
                double inside = anatomy.body(u, v);
                if (inside == 0) {
                    continue;
                }
                int at = y * width + x;
                double fromMiddle = Math.abs(u - anatomy.center);
                double heart = anatomy.heart(u, v);
                double lungs = anatomy.lungs(u, v) * (1 - 0.82 * heart);
                double thickness = 0.6 + 0.07 * (1 - fromMiddle * fromMiddle / 0.2) + gradient * (v - 0.5);
                double spine = Soft.line(fromMiddle / 0.055) * (0.07 - 0.03 * disc);
                double middle = Soft.line(fromMiddle / 0.12) * 0.05;
                double windpipe = v < 0.36 ? Soft.line(fromMiddle / 0.028) * 0.09 * Soft.edge((0.34 - v) / 0.03) : 0;
                body[at] = inside;
                air[at] = lungs;
                density[at] = inside * (thickness - air0 * lungs + spine + middle - windpipe + 0.07 * heart);
            }
        }
    }

    /** Slow variation of thickness: products of waves, one factor per axis. */
    private void drawWaves() {
        for (int wave = 0; wave < WAVES; wave++) {
            double amplitude = detail.uniform(0.006, 0.016);
            double[] across = wave(width);
            double[] down = wave(height);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    density[y * width + x] += body[y * width + x] * amplitude * across[x] * down[y];
                }
            }
        }
    }

    private double[] wave(int length) {
        double cycles = detail.uniform(0.5, 4);
        double phase = detail.uniform(0, 2 * Math.PI);
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = StrictMath.cos(phase + 2 * Math.PI * cycles * i / length);
        }
        return values;
    }

    /** Rear ribs fall outwards, front ribs, fainter, fall inwards: their crossings look like small dense spots. */
    private void drawRibs() {
        double spacing = detail.uniform(0.078, 0.092);
        double slope = detail.uniform(0.12, 0.2);
        double strength = detail.uniform(0.065, 0.095);
        for (int sideSign = -1; sideSign <= 1; sideSign += 2) {
            double shift = detail.uniform(-0.012, 0.012);
            for (int rib = 0; rib < 10; rib++) {
                double start = anatomy.apex - 0.03 + rib * spacing + shift;
                double reach = 0.39 - 0.16 * Math.max(0, 2 - rib) / 2;
                drawRib(sideSign, start, slope, reach, strength, true);
                if (rib > 1 && rib < 8) {
                    drawRib(sideSign, start + 0.2, -slope * 1.1, reach, strength * 0.6, false);
                }
            }
        }
    }

    private void drawRib(int sideSign, double start, double slope, double reach, double strength, boolean rear) {
        double half = detail.uniform(0.0115, 0.0145);
        double bend = detail.uniform(0.9, 1.15);
        for (int x = 0; x < width; x++) {
            double lateral = anatomy.lateral((x + 0.5) / width, sideSign);
            if (lateral < (rear ? 0.035 : 0.1) || lateral > reach) {
                continue;
            }
            double along = lateral / 0.39;
            double middle = start + bend * (slope * along * along - 0.06 * along * (1 - along));
            double fade = Soft.edge((reach - lateral) / 0.03) * (rear ? 1 : Soft.edge((lateral - 0.12) / 0.04));
            int top = Math.max(0, (int) ((middle - half) * height) - 1);
            int bottom = Math.min(height - 1, (int) ((middle + half) * height) + 1);
            for (int y = top; y <= bottom; y++) {
                double off = Math.abs((y + 0.5) / height - middle) / half;
                double shell = Soft.edge((1 - off) / 0.25) * (0.75 + 0.45 * Math.min(1, off * off));
                add(x, y, strength * fade * shell);
            }
        }
    }

    private void drawCollarBones() {
        for (int sideSign = -1; sideSign <= 1; sideSign += 2) {
            double inner = anatomy.apex + detail.uniform(0.05, 0.075);
            double outer = inner - detail.uniform(0.04, 0.075);
            double bow = detail.uniform(0.015, 0.03);
            for (int x = 0; x < width; x++) {
                double lateral = anatomy.lateral((x + 0.5) / width, sideSign);
                if (lateral < 0.035 || lateral > 0.42) {
                    continue;
                }
                double along = (lateral - 0.035) / 0.385;
                double middle = inner + (outer - inner) * along + bow * along * (1 - along) * (2 - 4 * along);
                double half = 0.016 + 0.008 * (1 - along) * (1 - along);
                int top = Math.max(0, (int) ((middle - half) * height) - 1);
                int bottom = Math.min(height - 1, (int) ((middle + half) * height) + 1);
                for (int y = top; y <= bottom; y++) {
                    double off = Math.abs((y + 0.5) / height - middle) / half;
                    add(x, y, 0.11 * Soft.edge((1 - off) / 0.3) * (0.7 + 0.4 * off * off));
                }
            }
        }
    }

    /** Branches that leave the root of each lung and thin out, and a few seen end-on near it. */
    private void drawVessels() {
        for (int sideSign = -1; sideSign <= 1; sideSign += 2) {
            double rootX = (anatomy.center + sideSign * 0.09) * width;
            double rootY = (anatomy.apex + 0.5 * (anatomy.base - anatomy.apex)) * height;
            drawSpot(rootX, rootY, 0.05 * side, 0.09);
            int branches = 9 + detail.below(5);
            for (int branch = 0; branch < branches; branch++) {
                double angle = Math.PI * ((branch + detail.nextDouble()) / branches - 0.5);
                double length = side * detail.uniform(0.14, 0.32);
                double bend = detail.uniform(-0.35, 0.35);
                double thick = side * detail.uniform(0.006, 0.01);
                drawBranch(rootX, rootY, angle, sideSign, length, bend, thick);
            }
            int ends = 1 + detail.below(3);
            for (int end = 0; end < ends; end++) {
                double x = rootX + sideSign * side * detail.uniform(0.01, 0.09);
                double y = rootY + side * detail.uniform(-0.1, 0.1);
                drawSpot(x, y, side * detail.uniform(0.007, 0.012), 0.13);
            }
        }
    }

    private void drawBranch(
            double startX, double startY, double angle, int sideSign, double length, double bend, double thick) {
        double x = startX + sideSign * StrictMath.cos(angle) * 0.02 * side;
        double y = startY + StrictMath.sin(angle) * 0.03 * side;
        int steps = (int) Math.max(8, length);
        for (int step = 0; step < steps; step++) {
            double done = (double) step / steps;
            double heading = angle + bend * done;
            x += sideSign * StrictMath.cos(heading) * length / steps;
            y += StrictMath.sin(heading) * length / steps;
            double radius = Math.max(0.6, thick * (1 - 0.75 * done));
            // a line of overlapping spots: each adds its share of the line's density
            drawSpot(x, y, radius, 0.09 * (1 - 0.5 * done) * (length / steps) / radius);
        }
    }

    /** A soft disc, visible where there is air around it. */
    private void drawSpot(double centerX, double centerY, double radius, double strength) {
        double reach = radius * 1.25;
        for (int y = row(centerY - reach); y <= row(centerY + reach); y++) {
            for (int x = column(centerX - reach); x <= column(centerX + reach); x++) {
                double dx = x + 0.5 - centerX;
                double dy = y + 0.5 - centerY;
                int at = y * width + x;
                density[at] += strength
                        * (0.15 + 0.85 * air[at])
                        * body[at]
                        * Soft.blob((dx * dx + dy * dy) / (radius * radius));
            }
        }
    }

    private void drawLesion(Lesion lesion) {
        Box box = lesion.extent();
        double margin = 0.15 * Math.max(box.width(), box.height());
        boolean cloudy = lesion.lumps().size() > 1;
        double[] across = wave(width);
        double[] down = wave(height);
        for (int y = row(box.y1() - margin); y <= row(box.y2() + margin); y++) {
            for (int x = column(box.x1() - margin); x <= column(box.x2() + margin); x++) {
                int at = y * width + x;
                double texture = cloudy ? 0.9 + 0.2 * across[x * 5 % width] * down[y * 5 % height] : 1;
                density[at] += lesion.contrast() * texture * air[at] * lesion.density(x + 0.5, y + 0.5);
            }
        }
    }

    /** Rings on the skin, with a hole that no nodule has. */
    private void drawElectrodes() {
        int count = detail.below(3);
        for (int i = 0; i < count; i++) {
            double centerX = width * detail.uniform(0.15, 0.85);
            double centerY = height * detail.uniform(0.15, 0.75);
            double radius = side * detail.uniform(0.017, 0.026);
            double half = Math.max(1, radius * 0.38);
            for (int y = row(centerY - 2 * radius); y <= row(centerY + 2 * radius); y++) {
                for (int x = column(centerX - 2 * radius); x <= column(centerX + 2 * radius); x++) {
                    double dx = x + 0.5 - centerX;
                    double dy = y + 0.5 - centerY;
                    add(x, y, 0.2 * Soft.line((Math.sqrt(dx * dx + dy * dy) - radius) / half));
                }
            }
        }
    }

    private void add(int x, int y, double amount) {
        density[y * width + x] += amount * body[y * width + x];
    }

    private int row(double y) {
        return (int) Math.max(0, Math.min(height - 1, y));
    }

    private int column(double x) {
        return (int) Math.max(0, Math.min(width - 1, x));
    }

    /** Noise grows with the square root of what it disturbs, as counting does; then steps of the settings' bits. */
    private Picture developed() {
        float most = settings.bits() == 8 ? 255f : 65535f;
        float[] pixels = new float[height * width];
        for (int i = 0; i < pixels.length; i++) {
            double clean = Math.max(0, 0.04 + 0.94 * density[i]);
            double noisy = clean + settings.noise() * Math.sqrt(clean + 0.02) * bell(noise.nextLong());
            pixels[i] = Math.round(Math.max(0, Math.min(1, noisy)) * most) / most;
        }
        return new Picture(width, height, 1, pixels);
    }

    /** Nearly normal, mean 0 and standard deviation 1: the sum of four uniform numbers of 16 bits. */
    private static double bell(long random) {
        double sum = (random & 0xFFFF) + (random >>> 16 & 0xFFFF) + (random >>> 32 & 0xFFFF) + (random >>> 48);
        return (sum / 65535 - 2) * 1.7320508075688772; // four variances of 1/12 make 1/3
    }
}
