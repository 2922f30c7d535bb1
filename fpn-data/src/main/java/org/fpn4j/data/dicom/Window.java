package org.fpn4j.data.dicom;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Which values become black, white and the greys between (PS3.3, C.11.2.1.2 and C.11.2.1.3).
 *
 * @param centre a value of the modality, likewise the width
 */
record Window(double centre, double width, Function function) {
    /** The three of the standard. */
    enum Function {
        LINEAR,
        LINEAR_EXACT,
        SIGMOID
    }

    /**
     * The first that a file has. One that can be none is noted, and there is none.
     *
     * @param notes where what is taken is not what the file says
     */
    static Optional<Window> of(DataSet set, List<String> notes) {
        double[] centres;
        double[] widths;
        try {
            centres = set.numbers(Tag.WINDOW_CENTRE, "Window Center");
            widths = set.numbers(Tag.WINDOW_WIDTH, "Window Width");
        } catch (IOException e) {
            notes.add(e.getMessage() + ", percentiles are taken");
            return Optional.empty();
        }
        if (centres.length == 0 || widths.length == 0) {
            return Optional.empty();
        }
        double width = widths[0];
        if (width <= 0) {
            notes.add("its Window Width[" + width + "] is not above 0, percentiles are taken");
            return Optional.empty();
        }
        return Optional.of(new Window(centres[0], width, function(set, width, notes)));
    }

    private static Function function(DataSet set, double width, List<String> notes) {
        String term = set.text(Tag.WINDOW_FUNCTION);
        Function function = Function.LINEAR;
        for (Function one : Function.values()) {
            function = one.name().equals(term) ? one : function;
        }
        if (function == Function.LINEAR && width < 1) {
            notes.add("its Window Width[" + width + "] is below 1, which LINEAR does not have; LINEAR_EXACT is taken");
            return Function.LINEAR_EXACT;
        }
        return function;
    }

    /** 0 for black to 1 for white. */
    double apply(double value) {
        return switch (function) {
            case LINEAR -> {
                double offset = value - (centre - 0.5);
                double half = (width - 1) / 2;
                yield offset <= -half ? 0 : offset > half ? 1 : offset / (width - 1) + 0.5;
            }
            case LINEAR_EXACT -> Math.max(0, Math.min((value - centre) / width + 0.5, 1));
            case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - centre) / width));
        };
    }
}
