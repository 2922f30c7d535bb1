/**
 * What NVIDIA devices are there and whether ND4J's CUDA backend can use them, known before a native library is loaded.
 * Depends on {@code config.problem}.
 */
package org.fpn4j.engine.device;
