/**
 * DL4J both ways: a computation graph as a backbone, and necks and backbones as vertices of a computation graph.
 * Depends on {@code config}, {@code config.problem}, {@code core.backbone}, {@code core.execution},
 * {@code core.files}, {@code core.graph}, {@code core.memory}, {@code core.pyramid}, {@code core.samediff},
 * {@code core.weights}, DL4J, Jackson and ND4J.
 */
package org.fpn4j.interop.dl4j;
