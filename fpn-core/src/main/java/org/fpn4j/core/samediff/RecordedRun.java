package org.fpn4j.core.samediff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.BaseCompatOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One run of a SameDiff graph that can be repeated: the session executes it once, and what it executed, in its order and
 * on its arrays, is then executed again and again. Shapes are static, so nothing is looked up, inferred or allocated any
 * more; the results have the same bits.
 *
 * <p>Inputs are the arrays that the run was recorded with: new values are assigned to them. Parameters are the graph's own
 * arrays.
 */
final class RecordedRun implements AutoCloseable {
    /* The session frees an array after its last use and the memory manager hands it out again for a later operation; the
    order of operations is the same in every repetition, so this reuse stays right. */
    private interface Step {
        void execute();
    }

    private final List<Step> steps = new ArrayList<>();
    private final List<OpContext> contexts = new ArrayList<>();
    private final RecyclingMemory memory = new RecyclingMemory();
    private final Map<String, INDArray> inputs;
    private final Map<String, INDArray> outputs;

    /**
     * Runs the graph once and records it.
     *
     * @param inputs arrays of the placeholders, which the recording keeps
     * @param wanted names of the variables whose values are outputs
     */
    RecordedRun(SameDiff graph, Map<String, INDArray> inputs, Collection<String> wanted) {
        this.inputs = Map.copyOf(inputs);
        InferenceSession session = new InferenceSession(graph);
        session.setMmgr(memory);
        Map<String, INDArray> results =
                session.output(new ArrayList<>(wanted), inputs, null, null, List.of(new Recorder()), At.defaultAt());
        this.outputs = new LinkedHashMap<>(results);
    }

    /** The outputs of the latest run; overwritten by the next. */
    Map<String, INDArray> outputs() {
        return outputs;
    }

    /** Runs again on the values that the inputs and parameters have. */
    void repeat() {
        for (Step step : steps) {
            step.execute();
        }
    }

    Map<String, INDArray> inputs() {
        return inputs;
    }

    /** Frees the arrays of inputs, intermediate results and outputs. */
    @Override
    public void close() {
        contexts.forEach(OpContext::purge);
        contexts.clear();
        steps.clear();
        memory.close();
        inputs.values().forEach(INDArray::close);
    }

    private final class Recorder extends BaseListener {
        @Override
        public boolean isActive(Operation operation) {
            return true;
        }

        @Override
        public void opExecution(
                SameDiff graph, At at, MultiDataSet batch, SameDiffOp node, OpContext used, INDArray[] results) {
            DifferentialFunction function = node.getOp();
            if (function instanceof Identity || results.length == 0) {
                return; // the session passes the array on
            }
            if (function instanceof BaseCompatOp || used == null) {
                throw new IllegalStateException(
                        "operation[" + node.getName() + "] of kind[" + function.opName() + "] cannot be recorded");
            }
            if (function instanceof ScalarOp && function.argNames().length == 2) {
                throw new IllegalStateException(
                        "operation[" + node.getName() + "] takes its scalar from a variable and cannot be recorded");
            }
            OpContext context = Nd4j.getExecutioner().buildContext();
            context.setInputArrays(used.getInputArrays().toArray(new INDArray[0]));
            context.setOutputArrays(results);
            contexts.add(context);
            if (function instanceof CustomOp custom) {
                context.setIArguments(custom.iArgs());
                context.setTArguments(custom.tArgs());
                context.setBArguments(custom.bArgs());
                context.setDArguments(custom.dArgs());
                steps.add(() -> Nd4j.exec(custom, context));
            } else if (function instanceof Op legacy) {
                steps.add(() -> Nd4j.getExecutioner().exec(legacy, context));
            } else {
                throw new IllegalStateException("operation[" + node.getName() + "] cannot be recorded");
            }
        }
    }
}
