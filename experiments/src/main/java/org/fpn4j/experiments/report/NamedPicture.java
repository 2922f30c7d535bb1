package org.fpn4j.experiments.report;

/**
 * A picture with the words to write under it.
 *
 * @param description what is to be seen, for those who cannot
 * @param jpeg the bytes of a JPEG file, not copied
 */
public record NamedPicture(String name, String description, byte[] jpeg) {}
