/**
 * Layers: parameters declared once, applied to one tensor or many. Depends on {@code config.problem},
 * {@code core.graph} and Jackson.
 */
package org.fpn4j.core.layer;
