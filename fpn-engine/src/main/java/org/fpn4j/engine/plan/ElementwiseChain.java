package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Elementwise instructions on tensors of one shape, each on the result of the one before: sums, constant factors,
 * activations and their gradients. Inputs: those of the first link, then for each gradient of an activation behind it what that
 * is known from (its {@code dy} is the result before it).
 */
public record ElementwiseChain(List<Instruction> links) implements Instruction {
    public ElementwiseChain {
        links = List.copyOf(links);
    }

    /**
     * A link as a step of its own, whose inputs are some of the chain's and behind them, but for the first link, what the link
     * before it makes.
     *
     * @param from the first of the chain's inputs that it reads
     * @param to the one behind the last
     */
    public record Link(Step step, int from, int to) {
        private boolean isFirst() {
            return from == 0;
        }

        /**
         * What stands for this link's inputs, in their order.
         *
         * @param inputs what stands for the chain's inputs
         * @param before what stands for the result of the link before it, which the first does not read
         */
        public <T> List<T> inputs(List<? extends T> inputs, T before) {
            List<T> own = new ArrayList<>(inputs.subList(from, to));
            if (!isFirst()) {
                own.add(before);
            }
            return own;
        }
    }

    /** The links of a step of this kind, in their order; the last one makes what the chain makes. */
    public List<Link> apart(Step chain) {
        List<Link> apart = new ArrayList<>();
        Value made = chain.outputs().get(0);
        int from = 0;
        int to = chain.inputs().size();
        for (Instruction link : links.subList(1, links.size())) {
            to -= readsBeside(link);
        }
        for (int i = 0; i < links.size(); i++) {
            Value before = made;
            boolean last = i == links.size() - 1;
            made = last
                    ? chain.outputs().get(0)
                    : Value.computed(
                            chain.outputs().get(0).name() + "'" + i,
                            chain.outputs().get(0).shape());
            List<Value> inputs = new ArrayList<>(chain.inputs().subList(from, to));
            if (i > 0) {
                inputs.add(before);
            }
            apart.add(new Link(new Step(links.get(i), inputs, List.of(made), chain.origins()), from, to));
            from = to;
            to += last ? 0 : readsBeside(links.get(i + 1));
        }
        return apart;
    }

    /** How many inputs a link has beside the result before it, which is its last input. */
    private static int readsBeside(Instruction link) {
        return link instanceof Instruction.Backward ? 1 : 0;
    }

    @Override
    public Set<Integer> overwritable() {
        return links.get(0).overwritable();
    }

    @Override
    public String label() {
        return links.stream().map(Instruction::label).collect(Collectors.joining(" + "));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.chain(this);
    }
}
