/**
 * Kernels made of ND4J's operations: the reference, on whatever backend is on the class path. Depends on
 * {@code core.graph}, {@code engine.kernel}, {@code engine.plan} and ND4J.
 */
package org.fpn4j.engine.nd4j;
