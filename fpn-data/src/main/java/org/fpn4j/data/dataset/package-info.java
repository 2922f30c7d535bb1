/**
 * Data sets as values: reading COCO and Pascal VOC, telling what is wrong with them, and the config slot {@code data}.
 * Depends on {@code config.problem}, {@code core.detection}, {@code core.files}, {@code core.memory},
 * {@code data.coco}, {@code data.image}, {@code data.mask} and Jackson.
 */
package org.fpn4j.data.dataset;
