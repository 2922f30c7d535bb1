package org.fpn4j.experiments.explanation;

/**
 * How far what moves a cell lies from it (Luo et al., Understanding the Effective Receptive Field in Deep Convolutional Neural
 * Networks, arXiv:1701.04128v2), in pixels of the input.
 *
 * @param sdX standard deviation of the energy from left to right, about its own mean
 * @param sdY standard deviation from top to bottom
 * @param offsetX of the mean from the centre, to the right
 * @param offsetY of the mean from the centre, downwards
 * @param side50 side of the smallest square about the centre that holds half of the energy
 * @param side95 side of that which holds 95 %
 */
record EffectiveField(double sdX, double sdY, double offsetX, double offsetY, int side50, int side95) {
    /**
     * Of a map of energies.
     *
     * @param energy {@code [H, W]}, none below 0
     * @param row of the centre
     * @param column of the centre
     * @throws IllegalArgumentException where there is no energy at all
     */
    static EffectiveField of(double[] energy, int height, int width, int row, int column) {
        double sum = 0;
        double x = 0;
        double y = 0;
        double[] rings = new double[Math.max(height, width) + 1]; // by the larger distance from the centre
        for (int i = 0; i < energy.length; i++) {
            int dy = i / width - row;
            int dx = i % width - column;
            sum += energy[i];
            x += dx * energy[i];
            y += dy * energy[i];
            rings[Math.max(Math.abs(dy), Math.abs(dx))] += energy[i];
        }
        if (energy.length != height * width || !(sum > 0)) {
            throw new IllegalArgumentException("energy[" + energy.length + "] of " + height + "x" + width
                    + " pixels with sum[" + sum + "] has no extent");
        }
        double meanX = x / sum;
        double meanY = y / sum;
        double squaresX = 0;
        double squaresY = 0;
        for (int i = 0; i < energy.length; i++) {
            double dy = i / width - row - meanY;
            double dx = i % width - column - meanX;
            squaresX += dx * dx * energy[i];
            squaresY += dy * dy * energy[i];
        }
        return new EffectiveField(
                Math.sqrt(squaresX / sum),
                Math.sqrt(squaresY / sum),
                meanX,
                meanY,
                side(rings, 0.5 * sum),
                side(rings, 0.95 * sum));
    }

    private static int side(double[] rings, double enough) {
        double held = 0;
        for (int ring = 0; ring < rings.length; ring++) {
            held += rings[ring];
            if (held >= enough) {
                return 2 * ring + 1;
            }
        }
        return 2 * (rings.length - 1) + 1; // rounding alone kept it from being reached
    }
}
