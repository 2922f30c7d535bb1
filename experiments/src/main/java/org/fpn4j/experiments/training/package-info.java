/**
 * Training one detector: optimizers on flat buffers, schedule, checkpoints, the loop. Depends on {@code config}, {@code
 * inference} and {@code run}.
 */
package org.fpn4j.experiments.training;
