/**
 * Synthetic chest radiographs with nodules, consolidations and hearts, as a data set in memory or written in COCO's
 * format. Depends on {@code org.fpn4j.core.problem}, {@code org.fpn4j.core.detection}, and the {@code dataset},
 * {@code image} and {@code transform} packages beside it.
 */
package org.fpn4j.data.radiograph;
