package org.fpn4j.core.graph;

/**
 * An operation that adds maps, each times a share that it makes of learned weights: its inputs are the maps, then a parameter of
 * the role {@link Parameter.Role#FUSION}. Whoever looks at a training finds such nodes by this and knows no neck; an operation
 * from outside is one of them where it implements this beside {@link Operation.Extension}.
 */
public interface Fusing {
    /**
     * What each map is multiplied by.
     *
     * @param weights values of the parameter
     * @return a number for each map, in their order; 0 where nothing of it passes, and no gradient either
     */
    double[] shares(float[] weights);
}
