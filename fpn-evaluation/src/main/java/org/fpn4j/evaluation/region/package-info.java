/**
 * Which regions a detector's second stage looks at, and how they meet the objects: pure values. Depends on
 * {@code evaluation.coco}.
 */
package org.fpn4j.evaluation.region;
