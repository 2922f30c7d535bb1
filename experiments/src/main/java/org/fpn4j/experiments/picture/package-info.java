/**
 * Pictures of what a detector does: boxes on images, heat maps of feature maps, sheets of several pictures, PNG files.
 * Depends on {@code core.detection} and AWT.
 */
package org.fpn4j.experiments.picture;
