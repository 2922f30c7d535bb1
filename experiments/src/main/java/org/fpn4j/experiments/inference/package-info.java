/**
 * From pictures to detections and to their COCO metrics. Depends on {@code config}.
 */
package org.fpn4j.experiments.inference;
