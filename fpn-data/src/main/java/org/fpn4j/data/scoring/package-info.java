/**
 * COCO's detection metrics and the files they are computed from. Depends on {@code org.fpn4j.core.problem},
 * {@code org.fpn4j.core.detection}, and the {@code coco} and {@code dataset} packages beside it.
 */
package org.fpn4j.data.scoring;
