/**
 * Pictures of what a detector does: boxes on images, heat maps of feature maps, sheets of several pictures, PNG files.
 * Depends on {@code org.fpn4j.core.detection} and the JDK's headless {@code java.awt}, on no ND4J.
 */
package org.fpn4j.experiments.picture;
