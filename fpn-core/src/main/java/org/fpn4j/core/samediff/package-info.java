/**
 * The reading that makes an ND4J SameDiff graph, and its execution through SameDiff's own session: the reference for
 * numbers and gradients. Depends on {@code core.execution}, {@code core.graph},
 * {@code core.nd4j}, {@code core.weights} and ND4J.
 */
package org.fpn4j.core.samediff;
