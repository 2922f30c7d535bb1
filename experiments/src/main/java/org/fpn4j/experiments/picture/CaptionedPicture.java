package org.fpn4j.experiments.picture;

import java.awt.image.BufferedImage;

/** A picture and the line to write above it. */
public record CaptionedPicture(String caption, BufferedImage image) {}
