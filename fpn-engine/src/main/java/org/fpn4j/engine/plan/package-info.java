/**
 * What a definition becomes before anybody computes: steps in order over values of static shape, with gradients,
 * folded and fused. Knows no layout, no memory and no kernel. Depends on {@code core.execution} and
 * {@code core.graph}.
 */
package org.fpn4j.engine.plan;
