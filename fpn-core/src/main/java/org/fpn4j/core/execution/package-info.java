/**
 * Running a definition: the one interface between what a network is and who computes it. Depends on {@code graph}, {@code
 * weights}, and ND4J's arrays as the currency of flat buffers.
 */
package org.fpn4j.core.execution;
