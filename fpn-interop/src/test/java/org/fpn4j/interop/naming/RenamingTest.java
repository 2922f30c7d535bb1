package org.fpn4j.interop.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.problem.UserInputException;
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
    void twoTensorsForOnePlaceAreNotTakenInSilence() {
        Map<String, Integer> both = new LinkedHashMap<>();
        both.put("a", 1);
        both.put("old_a", 1);

        assertThat(rename(both, parameter("our.a", 1)).unexpected()).containsExactly("old_a");
    }
}
