package org.fpn4j.interop.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;

class RenamingTest {
    private static final Path FILE = Path.of("theirs.pth");

    private static Parameter parameter(String name, int size) {
        return new Parameter(name, Shape.of(size), new Initializer.Constant(0), Parameter.Role.WEIGHT, true);
    }

    private static Weights file(Map<String, Integer> sizes) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        sizes.forEach((name, size) -> tensors.put(name, new NamedTensor(Shape.of(size), new float[size])));
        return new Weights(tensors);
    }

    private static Renaming rename(Map<String, Integer> theirs, Parameter... ours) {
        return Renaming.of(file(theirs), List.of(ours), name -> "our." + name.replaceFirst("^old_", ""));
    }

    @Test
    void everyTensorFindsItsPlace() {
        Renaming renaming = rename(Map.of("a", 2, "b", 3), parameter("our.b", 3), parameter("our.a", 2));

        assertThat(renaming.taken().keySet()).containsExactly("our.b", "our.a");
        assertThat(renaming.isComplete()).isTrue();
        assertThatCode(() -> renaming.requireComplete(
                        FILE, "--partial takes these and leaves all other parameters at their initial values"))
                .doesNotThrowAnyException();
    }

    @Test
    void allThatDoesNotFitIsNamedAtOnce() {
        Renaming renaming = rename(
                Map.of("a", 2, "b", 4, "extra", 1),
                parameter("our.a", 2),
                parameter("our.b", 3),
                parameter("our.c", 1));

        assertThat(renaming.isComplete()).isFalse();
        assertThatThrownBy(() -> renaming.requireComplete(
                        FILE, "--partial takes these and leaves all other parameters at their initial values"))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        """
                        theirs.pth: tensor[b -> our.b: expected [3], got [4]]
                        theirs.pth: tensor for parameter[our.c] is missing
                        theirs.pth: tensor[extra] has no place in this detector
                        theirs.pth: 1 tensors fit
                            --partial takes these and leaves all other parameters at their initial values""");
    }

    @Test
    void namesOfWhichNoneFitsAreOneProblem() {
        Renaming renaming = rename(Map.of("x", 2), parameter("our.a", 2), parameter("our.b", 3));

        assertThatThrownBy(() -> renaming.requireComplete(FILE, "--partial takes these"))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        "theirs.pth: none of its [1] tensors fits: its names are like [x], the detector's like [our.a]\n"
                                + "    is it a file of this framework?");
    }

    @Test
    void aSecondSetOfTensorsUnderABeginningOfItsOwnIsOneProblem() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put("a", 1);
        for (int i = 0; i < 21; i++) {
            sizes.put("ema_layer" + i, 1);
        }

        assertThatThrownBy(() -> rename(sizes, parameter("our.a", 1)).requireComplete(FILE, "--partial takes these"))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        """
                        theirs.pth: 21 tensors whose names begin with [ema_] have no place in this detector: [ema_layer0]\
                         to [ema_layer20]
                        theirs.pth: 1 tensors fit
                            --partial takes these""");
    }

    @Test
    void aScalarIsAVectorOfOneValue() {
        NamedTensor scalar = new NamedTensor(Shape.of(), new float[] {2.5f});
        Weights file = new Weights(Map.of("scale", scalar));

        Renaming renaming = Renaming.of(file, List.of(parameter("scale", 1)), UnaryOperator.identity());
        Renaming other = Renaming.of(file, List.of(parameter("scale", 2)), UnaryOperator.identity());

        assertThat(renaming.isComplete()).isTrue();
        assertThat(renaming.taken().get("scale").shape()).isEqualTo(Shape.of(1));
        assertThat(renaming.taken().get("scale").values()).containsExactly(2.5f);
        assertThat(other.misshapen()).containsExactly("scale -> scale: expected [2], got []");
    }

    @Test
    void aMatrixIsAKernelThatCoversItsMap() {
        Parameter kernel =
                new Parameter("fc", Shape.of(2, 1, 1, 3), new Initializer.Constant(0), Parameter.Role.WEIGHT, true);
        Weights columns = new Weights(Map.of("fc", new NamedTensor(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6})));
        Weights rows = new Weights(Map.of("fc", new NamedTensor(Shape.of(3, 2), new float[6])));

        Renaming renaming = Renaming.of(columns, List.of(kernel), UnaryOperator.identity());
        Renaming other = Renaming.of(rows, List.of(kernel), UnaryOperator.identity());

        assertThat(renaming.isComplete()).isTrue();
        assertThat(renaming.taken().get("fc").shape()).isEqualTo(Shape.of(2, 1, 1, 3));
        assertThat(renaming.taken().get("fc").values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(other.misshapen()).containsExactly("fc -> fc: expected [2, 1, 1, 3], got [3, 2]");
    }

    @Test
    void twoTensorsForOnePlaceAreNotTakenInSilence() {
        Map<String, Integer> both = new LinkedHashMap<>();
        both.put("a", 1);
        both.put("old_a", 1);

        assertThat(rename(both, parameter("our.a", 1)).unexpected()).containsExactly("old_a");
    }
}
