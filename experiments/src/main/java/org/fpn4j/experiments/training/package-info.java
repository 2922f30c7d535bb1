/**
 * Training one detector: the loop, checkpoints, the log of metrics. Depends on the library, {@code config}, {@code optimization},
 * {@code pretrained}, {@code inference}, {@code device}, {@code memory} and {@code run}.
 */
package org.fpn4j.experiments.training;
