/**
 * What configs say of the way from dense scores to detections. Depends on {@code config.problem},
 * {@code core.decoding} and {@code core.head}.
 */
package org.fpn4j.heads.nms;
