/**
 * From pictures to detections and to their COCO metrics. Depends on {@code training.config} and the library.
 */
package org.fpn4j.training.inference;
