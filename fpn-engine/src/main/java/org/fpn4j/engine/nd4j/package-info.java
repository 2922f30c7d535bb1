/**
 * Kernels made of ND4J's operations: the reference, on whatever backend is on the class path. Depends on {@code kernel} and
 * {@code plan}.
 */
package org.fpn4j.engine.nd4j;
