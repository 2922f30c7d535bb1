/**
 * Running a definition: the one interface between what a network is and who computes it. Depends on
 * {@code config.problem}, {@code core.graph}, {@code core.weights} and ND4J.
 */
package org.fpn4j.core.execution;
