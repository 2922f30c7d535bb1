/**
 * A whole detector: backbone, neck, extra levels and head put together. Depends on {@code core.backbone},
 * {@code core.decoding}, {@code core.detection}, {@code core.execution}, {@code core.graph}, {@code core.head},
 * {@code core.layer}, {@code core.neck} and {@code core.pyramid}.
 */
package org.fpn4j.core.detector;
