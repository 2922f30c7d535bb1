/**
 * From pictures to detections and to their COCO metrics. Depends on {@code training.config},
 * {@code training.device}, the library and ND4J.
 */
package org.fpn4j.training.inference;
