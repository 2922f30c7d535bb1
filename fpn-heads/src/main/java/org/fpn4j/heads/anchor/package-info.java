/**
 * Anchor boxes: sizes and shapes per cell, and the boxes of all levels. Depends on {@code config},
 * {@code config.problem}, {@code core.head}, {@code core.pyramid} and {@code heads.point}.
 */
package org.fpn4j.heads.anchor;
