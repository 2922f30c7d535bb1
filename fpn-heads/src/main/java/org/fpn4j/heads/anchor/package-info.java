/**
 * Anchor boxes: sizes and shapes per cell, and the boxes of all levels. Depends on {@code core.head},
 * {@code core.problem}, {@code core.pyramid} and {@code heads.point}.
 */
package org.fpn4j.heads.anchor;
