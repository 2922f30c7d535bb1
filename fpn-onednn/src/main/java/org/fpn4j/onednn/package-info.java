/**
 * Kernels of oneDNN for CPUs: blocked layouts, primitives made once, {@code float32} or {@code bfloat16} activations,
 * and for inference whole numbers of eight bits.
 * Depends on {@code core.execution}, {@code core.graph}, {@code core.nd4j}, {@code engine.answers}, {@code engine.device},
 * {@code engine.kernel}, {@code engine.plan}, JavaCPP and oneDNN.
 */
package org.fpn4j.onednn;
