/**
 * Running a definition: the one interface between what a network is and who computes it, and the memory that parameters and
 * gradients lie in. Depends on {@code core.graph} and {@code core.weights}.
 */
package org.fpn4j.core.execution;
