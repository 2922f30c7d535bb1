/**
 * AP at single IoUs and of ranges of sizes. Depends on {@code evaluation.coco} and {@code evaluation.metric}.
 */
package org.fpn4j.evaluation.detail;
