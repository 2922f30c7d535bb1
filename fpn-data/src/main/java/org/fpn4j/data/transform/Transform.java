package org.fpn4j.data.transform;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One way in which training pictures vary, an entry of {@code augmentation.transforms}. A new one is a record with {@code
 * @JsonTypeName}, {@code @AutoService(Transform.class)} and a no-arg constructor that holds the defaults; what it does to a picture
 * is told by one of the three interfaces below this one.
 *
 * <p>Whatever it draws it draws from a generator of its own, keyed by the seed, the epoch, the image's id and the transform's name
 * (and of two of one name by which of them it is), so that no other transform changes its draws. It keeps nothing: threads
 * share it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Transform permits GeometricTransform, CoveringTransform, PhotometricTransform {}
