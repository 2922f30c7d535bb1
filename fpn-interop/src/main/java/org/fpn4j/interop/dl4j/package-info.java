/**
 * DL4J both ways: a computation graph as a backbone, and necks and backbones as vertices of a computation graph.
 * Depends on {@code core.backbone}, {@code core.config}, {@code core.execution}, {@code core.files},
 * {@code core.graph}, {@code core.memory}, {@code core.problem}, {@code core.pyramid}, {@code core.samediff},
 * {@code core.weights}, DL4J, Jackson and ND4J.
 */
package org.fpn4j.interop.dl4j;
