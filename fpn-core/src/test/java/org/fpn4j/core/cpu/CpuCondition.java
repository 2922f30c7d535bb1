package org.fpn4j.core.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests that pretend to run on another kind of CPU where this one lacks its instructions: libraries that are told to
 * use them would end the process. The system property {@code cpu.needs} lists them as Linux names them; without it
 * everything runs. JUnit finds the class by {@code ServiceLoader}.
 */
public final class CpuCondition implements ExecutionCondition {
    private static final ConditionEvaluationResult RESULT = evaluate(System.getProperty("cpu.needs", ""), present());

    static {
        if (RESULT.isDisabled()) {
            System.out.println(RESULT.getReason().orElseThrow() + "; its tests are skipped");
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return RESULT;
    }

    static ConditionEvaluationResult evaluate(String needs, Set<String> present) {
        List<String> lacking = new ArrayList<>(Arrays.asList(needs.trim().split("\\s+")));
        lacking.removeIf(flag -> flag.isEmpty() || present.contains(flag));
        return lacking.isEmpty()
                ? ConditionEvaluationResult.enabled("the CPU has " + needs)
                : ConditionEvaluationResult.disabled("this CPU lacks " + String.join(", ", lacking));
    }

    /** Empty where the system does not say, as outside of Linux. */
    private static Set<String> present() {
        Set<String> flags = new TreeSet<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("flags")) {
                    flags.addAll(Arrays.asList(
                            line.substring(line.indexOf(':') + 1).trim().split("\\s+")));
                    break;
                }
            }
        } catch (IOException e) {
            return flags;
        }
        return flags;
    }
}
