/**
 * YOLOX's head: a cell predicts one box, its objectness and classes; cells are assigned by what they predict. Depends on
 * {@code config}, {@code config.problem}, {@code core.decoding}, {@code core.detection}, {@code core.graph},
 * {@code core.head}, {@code core.layer}, {@code core.pyramid}, {@code core.region}, {@code heads.box}, {@code heads.loss},
 * {@code heads.nms}, {@code heads.point} and Jackson.
 */
package org.fpn4j.heads.yolox;
