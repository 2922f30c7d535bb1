/**
 * Layers: parameters declared once, applied to one tensor or many. Depends on {@code core.graph}, {@code core.problem}
 * and Jackson.
 */
package org.fpn4j.core.layer;
