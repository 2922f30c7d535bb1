/**
 * What detections at one score and one IoU threshold get right, confuse, miss and make up, by image and by class. Depends on
 * {@code evaluation.coco}.
 */
package org.fpn4j.evaluation.mistake;
