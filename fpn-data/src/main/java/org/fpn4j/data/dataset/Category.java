package org.fpn4j.data.dataset;

/**
 * One class of objects.
 *
 * @param index in [0, classes), what networks predict
 * @param id what files call it
 * @param name what people call it
 */
public record Category(int index, long id, String name) {}
