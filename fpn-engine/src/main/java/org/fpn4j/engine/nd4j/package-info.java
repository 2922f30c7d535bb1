/**
 * Kernels made of ND4J's operations: the reference, on whatever backend is on the class path. Depends on
 * {@code core.execution}, {@code core.graph}, {@code core.nd4j}, {@code core.samediff}, {@code engine.device},
 * {@code engine.kernel}, {@code engine.plan} and ND4J.
 */
package org.fpn4j.engine.nd4j;
