/**
 * From pictures to detections and to their COCO metrics. Depends on {@code experiments.config},
 * {@code experiments.device}, the library and ND4J.
 */
package org.fpn4j.experiments.inference;
