package org.fpn4j.data.radiograph;

/** Soft edges made of polynomials: cheap, and the same bits on every machine. */
final class Soft {
    private Soft() {}

    /** 0 below -1, 1 above 1, one half at 0, smooth between: an edge at signed distance 0. */
    static double edge(double distance) {
        if (distance <= -1) {
            return 0;
        }
        if (distance >= 1) {
            return 1;
        }
        double t = (distance + 1) / 2;
        return t * t * (3 - 2 * t);
    }

    /** 1 at 0, 0 from a distance of 1 on: the cross-section of a soft line. */
    static double line(double distance) {
        double t = 1 - distance * distance;
        return t <= 0 ? 0 : t * t;
    }

    /**
     * A blob with a flat top over the squared distance from its centre: 1 at 0, one tenth at 1, 0 soon after.
     */
    static double blob(double squaredDistance) {
        double t = 1 - squaredDistance * squaredDistance / 1.46248; // 1 / (1 - sqrt(0.1)) makes the tenth
        return t <= 0 ? 0 : t * t;
    }
}
