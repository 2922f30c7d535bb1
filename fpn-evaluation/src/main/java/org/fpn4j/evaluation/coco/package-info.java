/**
 * COCO's detection metrics and the files they are computed from. Depends on {@code config.problem},
 * {@code core.detection}, {@code core.merging}, {@code data.coco}, {@code data.dataset}, {@code data.image}, {@code data.mask}
 * and Jackson.
 */
package org.fpn4j.evaluation.coco;
