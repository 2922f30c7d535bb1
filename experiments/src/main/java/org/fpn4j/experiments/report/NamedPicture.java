package org.fpn4j.experiments.report;

/**
 * A picture with the words to write under it.
 *
 * @param jpeg the bytes of a JPEG file, not copied
 */
public record NamedPicture(String name, byte[] jpeg) {}
