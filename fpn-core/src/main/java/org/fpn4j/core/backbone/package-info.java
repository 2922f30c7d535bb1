/**
 * Backbones: images in, stages C2-C5 out. Depends on {@code core.graph}, {@code core.layer}, {@code core.problem},
 * {@code core.pyramid} and Jackson.
 */
package org.fpn4j.core.backbone;
