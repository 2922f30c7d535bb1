package org.fpn4j.core.detection;

/**
 * One detected object.
 *
 * @param label class index in [0, classes)
 * @param score in [0, 1]
 * @param box in pixels of the image it was found in
 */
public record Detection(int label, float score, Box box) {}
