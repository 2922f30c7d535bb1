package org.fpn4j.engine.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.fpn4j.engine.plan.ElementwiseChain;
import org.fpn4j.engine.plan.Step;

/** A chain of elementwise instructions as a kernel for each link, in place on the output from the second on. */
public final class ChainedKernels {
    private ChainedKernels() {}

    /**
     * For providers that have nothing better.
     *
     * @param step one of {@link ElementwiseChain}
     * @param format in which all inputs are wanted and all links compute
     * @return empty where the provider lacks a kernel for a link
     */
    public static Optional<KernelChoice> choose(KernelProvider provider, Step step, Format format) {
        List<ElementwiseChain.Link> links = ((ElementwiseChain) step.instruction()).apart(step);
        List<KernelChoice> choices = new ArrayList<>();
        for (ElementwiseChain.Link link : links) {
            List<Format> formats = Collections.nCopies(link.step().inputs().size(), format);
            Optional<KernelChoice> choice = provider.choose(link.step(), formats, format);
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
                (in, out, scratch) -> {
                    List<Kernel> kernels = new ArrayList<>();
                    for (int i = 0; i < links.size(); i++) {
                        Block own = choices.get(i).scratch() > 0 ? scratch : null;
                        List<Block> inputs = links.get(i).inputs(in, out.get(0));
                        kernels.add(choices.get(i).binding().bind(inputs, out, own));
                    }
                    return Kernel.sequence(kernels);
                }));
    }
}
