/**
 * Layers: parameters declared once, applied to one tensor or many. Depends on {@code graph}.
 */
package org.fpn4j.core.layer;
