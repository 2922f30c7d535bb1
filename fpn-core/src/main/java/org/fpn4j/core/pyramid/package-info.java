/**
 * Levels of a feature pyramid as values: known before any tensor exists. Depends on {@code core.graph}.
 */
package org.fpn4j.core.pyramid;
