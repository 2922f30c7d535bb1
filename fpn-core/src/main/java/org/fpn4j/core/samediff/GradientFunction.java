package org.fpn4j.core.samediff;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Collection;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Differentiates a SameDiff graph. ND4J prints a line for every operation that it differentiates, thousands for a detector;
 * here they are dropped, and what other threads print meanwhile passes.
 */
public final class GradientFunction {
    private static final String TALK = "Added differentiated op ";
    private static final String NAME = "grad"; // SameDiff's name for the function
    private static final Object OUTPUT = new Object(); // one at a time, so that what is put back is what was there

    private GradientFunction() {}

    /**
     * The graph's gradient function, made where it is missing; {@code calculateGradients} then finds it.
     *
     * @param variables names of what to differentiate by
     */
    public static SameDiff of(SameDiff sameDiff, Collection<String> variables) {
        if (sameDiff.getFunction(NAME) == null) {
            create(sameDiff, variables);
        }
        return sameDiff.getFunction(NAME);
    }

    private static void create(SameDiff sameDiff, Collection<String> variables) {
        synchronized (OUTPUT) {
            PrintStream before = System.out;
            PrintStream without = new WithoutTalk(before);
            System.setOut(without);
            try {
                sameDiff.createGradFunction(variables.toArray(new String[0]));
            } finally {
                if (System.out == without) {
                    System.setOut(before);
                }
            }
        }
    }

    /** Passes on everything but ND4J's lines. */
    private static final class WithoutTalk extends PrintStream {
        WithoutTalk(PrintStream target) {
            super(target, true, Charset.defaultCharset());
        }

        @Override
        public void println(String line) {
            if (line == null || !line.startsWith(TALK)) {
                super.println(line);
            }
        }
    }
}
