/**
 * What the losses are, what their sums are divided by, and how targets of images become those of a batch. Depends on the
 * core's {@code detection}, {@code graph}, {@code head} and {@code problem}.
 */
package org.fpn4j.heads.loss;
