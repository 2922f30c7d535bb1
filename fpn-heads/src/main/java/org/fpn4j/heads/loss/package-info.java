/**
 * What the losses are, what their sums are divided by, and how targets of images become those of a batch. Depends on
 * {@code core.detection}, {@code core.graph}, {@code core.head} and {@code core.problem}.
 */
package org.fpn4j.heads.loss;
