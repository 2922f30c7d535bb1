/**
 * Training one detector: the loop, checkpoints, the log of metrics. Depends on {@code experiments.config},
 * {@code experiments.memory}, {@code experiments.run}, the library and Jackson.
 */
package org.fpn4j.experiments.training;
