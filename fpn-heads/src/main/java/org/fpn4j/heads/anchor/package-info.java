/**
 * Anchor boxes: sizes and shapes per cell, and the boxes of all levels. Depends on {@code heads.point} and the core's
 * {@code head}, {@code pyramid} and {@code problem}.
 */
package org.fpn4j.heads.anchor;
