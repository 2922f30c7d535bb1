package org.fpn4j.engine.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/** A chain of elementwise instructions as a kernel for each link, in place on the output from the second on. */
public final class ChainedKernels {
    private ChainedKernels() {}

    /**
     * For providers that have nothing better.
     *
     * @param step one of {@link Instruction.Chain}
     * @param format in which all inputs are wanted and all links compute
     * @return empty where the provider lacks a kernel for a link
     */
    public static Optional<KernelChoice> choose(KernelProvider provider, Step step, Format format) {
        List<Step> links = ((Instruction.Chain) step.instruction()).apart(step);
        List<KernelChoice> choices = new ArrayList<>();
        for (Step link : links) {
            List<Format> formats = Collections.nCopies(link.inputs().size(), format);
            Optional<KernelChoice> choice = provider.choose(link, formats, format);
            if (choice.isEmpty()) {
                return Optional.empty();
            }
            choices.add(choice.get());
        }
        return Optional.of(new KernelChoice(
                choices.get(0).kernel(),
                Collections.nCopies(step.inputs().size(), format),
                List.of(format),
                choices.stream().mapToLong(KernelChoice::scratch).max().orElse(0),
                (in, out, scratch) -> bind(links, choices, in, out, scratch)));
    }

    private static Kernel bind(
            List<Step> links, List<KernelChoice> choices, List<Block> in, List<Block> out, Block scratch) {
        List<Kernel> kernels = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < links.size(); i++) {
            int beside = links.get(i).inputs().size() - (i == 0 ? 0 : 1);
            List<Block> inputs = new ArrayList<>(in.subList(taken, taken + beside));
            taken += beside;
            if (i > 0) {
                inputs.addAll(out);
            }
            Block own = choices.get(i).scratch() > 0 ? scratch : null;
            kernels.add(choices.get(i).binding().bind(inputs, out, own));
        }
        return new Kernel() {
            @Override
            public void run() {
                kernels.forEach(Kernel::run);
            }

            @Override
            public void close() {
                kernels.forEach(Kernel::close);
            }
        };
    }
}
