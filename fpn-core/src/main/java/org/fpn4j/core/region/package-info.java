/**
 * Decisions about regions of an image: which are proposed, and which are detections. Depends on {@code core.decoding},
 * {@code core.detection} and {@code core.graph}.
 */
package org.fpn4j.core.region;
