/**
 * Transforms that {@code augmentation.transforms} names. Depends on {@code config.problem}, {@code core.detection},
 * {@code data.mask}, {@code data.transform} and Jackson.
 */
package org.fpn4j.data.variation;
