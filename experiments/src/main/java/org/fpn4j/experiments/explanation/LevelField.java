package org.fpn4j.experiments.explanation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.fpn4j.core.graph.PixelWindow;
import org.fpn4j.core.graph.ReceptiveField;

/**
 * What moves the cell in the middle of a level.
 *
 * @param level its name
 * @param theory what its cells can depend on
 * @param window what this cell can depend on
 * @param row of the pixel that the cell is centred on
 * @param column of that pixel
 * @param initial before training
 * @param trained after it
 */
record LevelField(
        String level, ReceptiveField theory, PixelWindow window, int row, int column, Energy initial, Energy trained) {
    /**
     * Squared gradients by each pixel, summed over channels, signs and images.
     *
     * @param values {@code [H, W]}; not copied
     * @param extent empty where no pixel moves the cell
     * @param outside share of it that lies outside the cell's window, where norms of whole maps alone can bring it
     */
    record Energy(double[] values, int width, Optional<EffectiveField> extent, double outside) {
        static Energy of(double[] values, int width, int row, int column, PixelWindow window) {
            double sum = 0;
            double beyond = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[i];
                beyond += window.has(i / width, i % width) ? 0 : values[i];
            }
            if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
                return new Energy(values, width, Optional.empty(), 0);
            }
            return new Energy(
                    values,
                    width,
                    Optional.of(EffectiveField.of(values, values.length / width, width, row, column)),
                    beyond / sum);
        }

        int height() {
            return values.length / width;
        }
    }

    LevelField {
        requireNonNull(theory, "theory is null");
        requireNonNull(initial, "initial is null");
        requireNonNull(trained, "trained is null");
    }
}
