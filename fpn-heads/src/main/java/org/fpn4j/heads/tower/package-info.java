/**
 * The stacks of convolutions before a dense head's predictors. Depends on {@code core.graph}, {@code core.layer},
 * {@code core.problem} and {@code core.pyramid}.
 */
package org.fpn4j.heads.tower;
