package org.fpn4j.experiments.report;

/**
 * A picture with the words to write under it.
 *
 * @param png the bytes of a PNG file, not copied
 */
public record NamedPng(String name, byte[] png) {}
