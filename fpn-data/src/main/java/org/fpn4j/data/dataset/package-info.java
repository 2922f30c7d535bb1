/**
 * Data sets as values: reading COCO and Pascal VOC, telling what is wrong with them, and the config slot {@code data}.
 * Depends on {@code org.fpn4j.core.problem}, {@code org.fpn4j.core.detection}, and the {@code image} and {@code coco}
 * packages beside it.
 */
package org.fpn4j.data.dataset;
