/**
 * Backbones: images in, stages C2-C5 out. Depends on {@code graph}, {@code layer} and {@code pyramid}.
 */
package org.fpn4j.core.backbone;
