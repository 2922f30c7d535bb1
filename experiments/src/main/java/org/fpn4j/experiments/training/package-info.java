/**
 * Training one detector: the loop, checkpoints, the log of metrics. Depends on {@code experiments.config},
 * {@code experiments.device}, {@code experiments.inference}, {@code experiments.memory},
 * {@code experiments.optimization}, {@code experiments.pretrained}, {@code experiments.run}, the library and Jackson.
 */
package org.fpn4j.experiments.training;
