package org.fpn4j.cuda.cudnn;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.engine.kernel.Kernel;

/** A plan of cuDNN's, with all that it was made of. */
final class CudnnPlan implements ConvolutionPlan, AutoCloseable {
    private final CudnnTarget target;
    private final DescriptorScope parts;
    private final Descriptor plan;
    private final String words;
    private final long workspace;

    /**
     * A plan.
     *
     * @param parts closed with this
     * @param plan one of them, completed
     */
    CudnnPlan(CudnnTarget target, DescriptorScope parts, Descriptor plan, String words) {
        this.target = target;
        this.parts = parts;
        this.plan = plan;
        this.words = words;
        this.workspace = plan.number(Attribute.EXECUTION_PLAN_WORKSPACE_SIZE);
    }

    @Override
    public String words() {
        return "cuDNN's " + words;
    }

    @Override
    public long workspace() {
        return workspace;
    }

    /** The plan with its machine code, as another process can take it up. */
    String json() {
        return plan.text(Attribute.EXECUTION_PLAN_JSON_REPRESENTATION);
    }

    @Override
    public Kernel bind(Operands operands) {
        Descriptor pack = pack(operands);
        return new Kernel() {
            @Override
            public void run() {
                target.execute(plan, pack);
            }

            @Override
            public void close() {
                pack.close();
            }
        };
    }

    private static Descriptor pack(Operands operands) {
        Map<Long, Long> addresses = new LinkedHashMap<>();
        addresses.put(OperationGraph.X, operands.x());
        addresses.put(OperationGraph.WEIGHT, operands.weight());
        addresses.put(OperationGraph.Y, operands.y());
        addresses.put(OperationGraph.SHIFT, operands.shift());
        addresses.put(OperationGraph.RESIDUAL, operands.residual());
        addresses.values().removeIf(address -> address == 0);
        Descriptor pack = new Descriptor(DescriptorKind.VARIANT_PACK);
        try {
            return pack.longs(Attribute.VARIANT_PACK_UNIQUE_IDS, longs(addresses.keySet()))
                    .longs(Attribute.VARIANT_PACK_DATA_POINTERS, longs(addresses.values()))
                    .longs(Attribute.VARIANT_PACK_WORKSPACE, operands.workspace())
                    .complete();
        } catch (CudnnException e) {
            pack.close();
            throw e;
        }
    }

    private static long[] longs(Collection<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public void close() {
        parts.close();
    }
}
