/**
 * The interface that backbones, necks and heads are written against, its operations, and two of its readings:
 * {@code CostGraph} and {@code SameDiffGraph}. Depends on ND4J in {@code SameDiff*} only.
 */
package org.fpn4j.core.graph;
