/**
 * From a picture and its annotations to what a network takes in: resizing, augmentation, normalisation, and the way back
 * for boxes. Depends on {@code org.fpn4j.core.problem}, {@code org.fpn4j.core.detection}, and the {@code image} and
 * {@code dataset} packages beside it.
 */
package org.fpn4j.data.transform;
