/**
 * What kinds of mistakes cost how much AP. Depends on {@code evaluation.coco} and {@code evaluation.metric}.
 */
package org.fpn4j.evaluation.tide;
