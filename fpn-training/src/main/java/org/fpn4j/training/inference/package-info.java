/**
 * From pictures to detections and their COCO metrics, and to what levels see. Depends on {@code training.config} and the library.
 */
package org.fpn4j.training.inference;
