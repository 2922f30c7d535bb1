/**
 * The families of metrics that can be asked for by name. Depends on {@code config}, {@code config.problem}, {@code
 * evaluation.coco}, {@code evaluation.detail}, {@code evaluation.froc}, {@code evaluation.metric} and {@code
 * evaluation.tide}.
 */
package org.fpn4j.evaluation.family;
