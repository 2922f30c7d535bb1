/**
 * The stacks of convolutions before a dense head's predictors. Depends on the core's {@code graph}, {@code layer}, {@code
 * pyramid} and {@code problem}.
 */
package org.fpn4j.heads.tower;
