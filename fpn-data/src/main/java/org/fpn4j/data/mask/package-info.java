/**
 * Which pixels objects cover: polygons and run lengths as COCO has them, and what is computed of them. Depends on
 * {@code core.detection} and {@code core.memory}.
 */
package org.fpn4j.data.mask;
