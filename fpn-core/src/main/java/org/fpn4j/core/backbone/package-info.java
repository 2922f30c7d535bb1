/**
 * Backbones: images in, stages C2-C5 out. Depends on {@code config.problem}, {@code core.graph}, {@code core.layer},
 * {@code core.pyramid} and Jackson.
 */
package org.fpn4j.core.backbone;
