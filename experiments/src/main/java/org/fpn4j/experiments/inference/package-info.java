/**
 * From pictures to detections and to their COCO metrics. Depends on {@code config} and {@code device}.
 */
package org.fpn4j.experiments.inference;
