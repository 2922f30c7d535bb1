package org.fpn4j.training.config;

/** How much of a picture a network sees at a time. */
public enum InputMode {
    /** All of it, at the size of the input. */
    RESIZE,
    /** Tiles of the input's size, one after the other, at the picture's own pixels. */
    TILES
}
