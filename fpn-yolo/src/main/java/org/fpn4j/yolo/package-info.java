/**
 * YOLO's neck, which concatenates, and its backbone. Depends on {@code config.problem}, {@code core.backbone},
 * {@code core.graph}, {@code core.layer}, {@code core.neck}, {@code core.pyramid} and Jackson.
 */
package org.fpn4j.yolo;
