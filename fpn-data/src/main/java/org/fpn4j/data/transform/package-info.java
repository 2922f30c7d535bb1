/**
 * From a picture and its annotations to what a network takes in: resizing, augmentation, normalisation, and the way
 * back for boxes. Depends on {@code config.problem}, {@code core.detection}, {@code data.dataset}, {@code data.image},
 * {@code data.mask} and Jackson.
 */
package org.fpn4j.data.transform;
