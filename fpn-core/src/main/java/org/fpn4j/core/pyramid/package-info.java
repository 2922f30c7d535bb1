/**
 * Levels of a feature pyramid as values: known before any tensor exists. Depends on {@code graph} for {@code Tensor}
 * only.
 */
package org.fpn4j.core.pyramid;
