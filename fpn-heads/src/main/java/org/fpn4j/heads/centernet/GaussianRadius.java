package org.fpn4j.heads.centernet;

/**
 * How far the corners of a box may move while it overlaps with where it was by at least so much (Law and Deng,
 * arXiv:1808.01244v2, section 3.2). There are three ways: both corners the same way, both into the box, both out of it. Each
 * has a quadratic equation, and the least of the three distances is the radius.
 */
public enum GaussianRadius {
    /** The equations' roots (CornerNet's code since its correction). */
    EXACT {
        @Override
        double distance(double a, double b, double c) {
            double root = Math.sqrt(b * b - 4 * a * c);
            return 2 * c / (b + Math.copySign(root, b)); // of the two the one nearer to 0, without a difference
        }
    },
    /**
     * CenterNet's code, in which a quadratic formula is not divided by twice its first coefficient and has the other root:
     * about three times as far. Its published weights were trained with it.
     */
    AUTHORS {
        @Override
        double distance(double a, double b, double c) {
            return (b + Math.sqrt(b * b - 4 * a * c)) / 2;
        }
    };

    /** A solution of {@code a r^2 - b r + c = 0}. */
    abstract double distance(double a, double b, double c);

    /** The radius, in the unit of the sides; 0 for a box without area. */
    public double of(double height, double width, double overlap) {
        double[] distances = distances(height, width, overlap);
        return Math.min(distances[0], Math.min(distances[1], distances[2]));
    }

    /**
     * The distance of each of the three ways.
     *
     * @param overlap least intersection over union, between 0 and 1
     */
    public double[] distances(double height, double width, double overlap) {
        if (!(height > 0 && width > 0)) {
            return new double[3];
        }
        double sides = height + width;
        double area = height * width;
        return new double[] {
            distance(1, sides, area * (1 - overlap) / (1 + overlap)),
            distance(4, 2 * sides, (1 - overlap) * area),
            distance(4 * overlap, -2 * overlap * sides, (overlap - 1) * area)
        };
    }
}
