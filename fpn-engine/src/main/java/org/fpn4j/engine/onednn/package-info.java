/**
 * Kernels of oneDNN for CPUs: blocked layouts, primitives made once, {@code float32} or {@code bfloat16} activations.
 * Depends on {@code kernel} and {@code plan}.
 */
package org.fpn4j.engine.onednn;
