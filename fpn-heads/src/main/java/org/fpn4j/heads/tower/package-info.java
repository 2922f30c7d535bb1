/**
 * The stacks of convolutions before a dense head's predictors. Depends on {@code config}, {@code config.problem},
 * {@code core.graph}, {@code core.layer} and {@code core.pyramid}.
 */
package org.fpn4j.heads.tower;
