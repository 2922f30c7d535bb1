/**
 * Running a definition: the one interface between what a network is and who computes it. Depends on
 * {@code core.graph}, {@code core.problem}, {@code core.weights} and ND4J.
 */
package org.fpn4j.core.execution;
