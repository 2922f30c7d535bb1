/**
 * Boxes, ground truth and detections: the values that data sets, heads and scoring pass to each other. Depends on
 * nothing.
 */
package org.fpn4j.core.detection;
