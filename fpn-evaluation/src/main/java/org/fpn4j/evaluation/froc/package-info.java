/**
 * Free-response measures of how well lesions are found: sensitivity at rates of false positives, by size, their means, and the
 * score of the RSNA pneumonia challenge. Depends on {@code data.image}, {@code evaluation.coco} and {@code evaluation.metric}.
 */
package org.fpn4j.evaluation.froc;
