/**
 * What the losses are, what their sums are divided by, and how targets of images become those of a batch. Depends on
 * {@code config.problem}, {@code core.detection}, {@code core.graph} and {@code core.head}.
 */
package org.fpn4j.heads.loss;
