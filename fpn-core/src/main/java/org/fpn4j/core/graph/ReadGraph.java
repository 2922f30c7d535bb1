package org.fpn4j.core.graph;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The one {@link Graph} that there is: scopes, full names, what is declared once, shapes. What a definition becomes is a
 * matter of its {@link Reading}, so that the same mistake has the same message whoever reads.
 */
public final class ReadGraph implements Graph {
    /** What all scopes of one graph share. */
    private static final class Ledger {
        final Reading reading;
        final NodeNames names = new NodeNames();
        final Map<String, String> declared = new HashMap<>(); // what has a name
        final Map<String, Parameter> parameters = new LinkedHashMap<>();
        final Map<String, Shape> inputs = new LinkedHashMap<>();
        final Set<Tensor> losses = Collections.newSetFromMap(new IdentityHashMap<>());

        Ledger(Reading reading) {
            this.reading = requireNonNull(reading, "reading is null");
        }

        void declare(String kind, String name, Shape shape) {
            if (shape.size() == 0) {
                throw new IllegalArgumentException(
                        kind + "[" + name + "] of " + shape + " has no values; a network is made for one or more");
            }
            String before = declared.putIfAbsent(name, kind);
            if (before != null) {
                throw new IllegalStateException(kind + "[" + name + "] "
                        + (before.equals(kind)
                                ? "is declared twice"
                                : "has the name of a" + (before.equals("input") ? "n " : " ") + before));
            }
        }
    }

    private final Ledger ledger;
    private final String path;

    /** The root of an empty graph. */
    public ReadGraph(Reading reading) {
        this(new Ledger(reading), "");
    }

    private ReadGraph(Ledger ledger, String path) {
        this.ledger = ledger;
        this.path = path;
    }

    @Override
    public Graph scope(String name) {
        return new ReadGraph(ledger, NodeNames.join(path, name));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Tensor input(String name, Shape shape) {
        ledger.declare("input", name, shape);
        ledger.inputs.put(name, shape);
        return ledger.reading.input(name, shape);
    }

    @Override
    public Tensor parameter(String name, Shape shape, Initializer initializer, Parameter.Role role, boolean trainable) {
        Parameter parameter = new Parameter(NodeNames.join(path, name), shape, initializer, role, trainable);
        ledger.declare("parameter", parameter.name(), shape);
        ledger.parameters.put(parameter.name(), parameter);
        return ledger.reading.parameter(parameter);
    }

    @Override
    public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        String full = NodeNames.join(path, name);
        ledger.declare("constant", full, shape);
        return ledger.reading.constant(full, shape, values);
    }

    @Override
    public Tensor apply(Operation operation, List<Tensor> inputs) {
        String name = ledger.names.unique(path, operation.label());
        Shape output = infer(name, operation, inputs);
        if (output.size() == 0) {
            throw new IllegalArgumentException("node[" + name + "]: its output " + output + " has no values");
        }
        Tensor tensor = ledger.reading.apply(new Reading.Applied(path, name, operation, inputs, output));
        if (operation.makesLoss()) {
            ledger.losses.add(tensor);
        }
        return tensor;
    }

    private static Shape infer(String name, Operation operation, List<Tensor> inputs) {
        try {
            return operation.infer(inputs.stream().map(Tensor::shape).toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("node[" + name + "]: " + e.getMessage(), e);
        }
    }

    /**
     * Checks what is to be minimised. Gradients begin at losses alone: a sum or product of losses would pass on none.
     *
     * @param losses tensors of this graph
     * @throws IllegalArgumentException where there is none, or one that no loss operation made
     */
    public void requireLosses(Collection<? extends Tensor> losses) {
        if (losses.isEmpty()) {
            throw new IllegalArgumentException("a network for training needs a loss");
        }
        for (Tensor loss : losses) {
            if (!ledger.losses.contains(loss)) {
                throw new IllegalArgumentException("loss[" + loss.name()
                        + "] must be the output of a loss operation; to weigh a loss, scale its weights per cell");
            }
        }
    }

    /** Parameters and buffers in the order of their declaration. */
    public List<Parameter> parameters() {
        return List.copyOf(ledger.parameters.values());
    }

    /** Shapes of all inputs by name, in the order of their declaration. */
    public Map<String, Shape> inputs() {
        return Collections.unmodifiableMap(ledger.inputs);
    }
}
