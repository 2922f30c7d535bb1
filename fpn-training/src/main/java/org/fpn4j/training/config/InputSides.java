package org.fpn4j.training.config;

import java.util.function.UnaryOperator;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;

/** What an input's sides have to be for a detector's levels. */
final class InputSides {
    private final PyramidSpec pyramid;
    private final UnaryOperator<String> places;
    private final Problems problems = new Problems();

    private InputSides(PyramidSpec pyramid, UnaryOperator<String> places) {
        this.pyramid = pyramid;
        this.places = places;
    }

    /**
     * Checks that no level has cells larger than the input: it would see nothing but the input as a whole, and padding.
     *
     * @param places where the value of a key was written
     * @throws org.fpn4j.config.problem.UserInputException naming the sides that are too short
     */
    static void require(InputConfig input, PyramidSpec pyramid, UnaryOperator<String> places) {
        InputSides sides = new InputSides(pyramid, places);
        sides.note("height", input.height());
        sides.note("width", input.width());
        sides.problems.throwIfAny();
    }

    private void note(String key, int side) {
        LevelSpec coarsest = pyramid.coarsest();
        if (side < coarsest.stride()) {
            problems.add(
                    places.apply("input." + key),
                    "input " + key + "[" + side + "] must be >= " + coarsest.stride() + ", the stride of "
                            + pyramid.name(coarsest.level()),
                    "a smaller input lies within one cell of that level; a larger one or a detector without it would do");
        }
    }
}
