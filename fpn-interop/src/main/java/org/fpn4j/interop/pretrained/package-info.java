/**
 * Checkpoints of other frameworks as weights for a detector's parameters, with every tensor accounted for. Depends on
 * {@code config.problem}, {@code core.backbone}, {@code core.execution}, {@code core.graph}, {@code core.layer},
 * {@code core.pyramid}, {@code core.weights}, {@code interop.dl4j}, {@code interop.keras}, {@code interop.naming} and
 * {@code interop.torch}.
 */
package org.fpn4j.interop.pretrained;
