package org.fpn4j.core.samediff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GradientFunctionTest {
    @Test
    void differentiatesWithoutALinePerOperation() {
        SameDiff sameDiff = SameDiff.create();
        SDVariable x = sameDiff.var("x", Nd4j.createFromArray(1.0, -2.0, 3.0));
        sameDiff.setLossVariables(sameDiff.math().square(x).sum("loss").name());
        PrintStream original = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream listening = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(listening);

        Map<String, INDArray> gradients;
        PrintStream afterwards;
        try {
            GradientFunction.of(sameDiff, List.of("x"));
            afterwards = System.out;
            System.out.println("a line of somebody else");
            gradients = sameDiff.calculateGradients(Map.of(), List.of("x"));
        } finally {
            System.setOut(original);
        }

        assertThat(gradients.get("x").toDoubleVector()).containsExactly(2, -4, 6);
        assertThat(afterwards).isSameAs(listening);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).containsExactly("a line of somebody else");
    }
}
