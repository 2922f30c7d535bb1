package org.fpn4j.experiments.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.InputConfig;

/**
 * A detector at the inputs that an option names, {@code --sizes}: a size is an input's longer side in pixels, and the shorter one keeps
 * the proportions of the config's input, rounded to whole pixels.
 */
final class InputSizes {
    private final String option;
    private final Consumer<Experiment> check;
    private final Experiment experiment;
    private final InputConfig input;
    private final Level coarsest;
    private final Problems problems = new Problems();

    /** A level that every input must have a whole cell of. */
    private record Level(String name, int stride) {
        static Stream<Level> of(PyramidSpec spec) {
            return spec.levels().stream().map(level -> of(spec, level));
        }

        private static Level of(PyramidSpec spec, LevelSpec level) {
            return new Level(spec.name(level.level()), level.stride());
        }
    }

    private InputSizes(String option, Experiment experiment, Consumer<Experiment> check) {
        this.option = option;
        this.check = check;
        this.experiment = experiment;
        this.input = experiment.config().input();
        Detector.Built built =
                experiment.detector().cost(input.height(), input.width()).built();
        this.coarsest = Stream.of(built.features(), built.pyramid())
                .flatMap(pyramid -> Level.of(pyramid.spec()))
                .max(Comparator.comparingInt(Level::stride))
                .orElseThrow();
    }

    /**
     * The experiment at each size, in their order.
     *
     * @param option whose words they are
     * @param words as they were typed
     * @param check throws a {@link UserInputException} where memory does not hold what will be computed
     * @throws UserInputException with everything that is wrong with any of them
     */
    static List<Experiment> of(String option, List<String> words, Experiment experiment, Consumer<Experiment> check) {
        InputSizes sizes = new InputSizes(option, experiment, check);
        List<Experiment> found = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            sizes.add(words.get(i), words.subList(0, i).contains(words.get(i)), found);
        }
        sizes.problems.throwIfAny();
        return found;
    }

    private void add(String word, boolean repeated, List<Experiment> found) {
        String place = option + " " + word;
        int size;
        try {
            size = Integer.parseInt(word);
        } catch (NumberFormatException e) {
            problems.add(place, "size[" + word + "] is no number of pixels", "expected as in " + option + " 400,800");
            return;
        }
        int smallest = smallest();
        if (size < smallest) {
            problems.add(
                    place,
                    "size[" + size + "] leaves an input without a whole cell of " + coarsest.name()
                            + ", whose stride is " + coarsest.stride() + "; it must be >= " + smallest);
        } else if (repeated) {
            problems.add(place, "size[" + size + "] is named twice");
        } else {
            addFitting(place, scaled(size), found);
        }
    }

    private int smallest() {
        int longer = Math.max(input.height(), input.width());
        int shorter = Math.min(input.height(), input.width());
        return (int) (((long) coarsest.stride() * longer + shorter - 1) / shorter);
    }

    private InputSize scaled(int longer) {
        double scale = (double) longer / Math.max(input.height(), input.width());
        return new InputSize((int) Math.round(scale * input.height()), (int) Math.round(scale * input.width()));
    }

    private void addFitting(String place, InputSize size, List<Experiment> found) {
        try {
            Experiment at = experiment.atInput(size);
            check.accept(at);
            found.add(at);
        } catch (InvalidFieldsException e) {
            e.fields()
                    .forEach(field -> problems.add(
                            place, "input " + field.field() + "[" + field.value() + "] " + field.expectation()));
        } catch (UserInputException e) {
            e.problems()
                    .forEach(problem ->
                            problems.add(place, problem.what(), problem.hints().toArray(new String[0])));
        }
    }
}
