package org.fpn4j.engine.execution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.plan.Plan;
import org.fpn4j.engine.plan.Value;

/**
 * In which formats parameters and their gradients are kept from step to step: each as the first provider's kernels make its
 * gradient, where parameters can be kept in that, so that gradients need not be brought anywhere and kernels are near what
 * convolutions read. An optimizer works on the values in any order.
 *
 * @param formats by the parameter's name; of those that are not plain
 */
record ParameterFormats(Map<String, Format> formats) {
    /** All plain, in the order of their shapes. */
    static final ParameterFormats PLAIN = new ParameterFormats(Map.of());

    ParameterFormats {
        formats = Map.copyOf(formats);
    }

    /** Those that suit a plan for gradients. */
    static ParameterFormats of(Plan gradients, KernelOffers offers) {
        Map<Value, Format> made = new HashMap<>();
        for (Chosen chosen : Selection.of(gradients, offers, PLAIN)) {
            if (chosen.provider() == offers.providers().get(0)) {
                List<Value> outputs = chosen.step().outputs();
                for (int i = 0; i < outputs.size(); i++) {
                    made.put(outputs.get(i), chosen.choice().outputs().get(i));
                }
            }
        }
        Map<String, Format> formats = new HashMap<>();
        gradients.gradients().forEach((parameter, gradient) -> Optional.ofNullable(made.get(gradient))
                .filter(format -> format != Format.PLAIN && format.holdsParameters(gradient.shape()))
                .ifPresent(format -> formats.put(parameter, format)));
        return new ParameterFormats(formats);
    }

    /** The format of a parameter and of its gradient. */
    Format of(String parameter) {
        return formats.getOrDefault(parameter, Format.PLAIN);
    }
}
