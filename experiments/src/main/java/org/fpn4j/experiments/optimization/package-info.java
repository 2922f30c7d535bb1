/**
 * Optimizers on flat buffers and the schedule of the learning rate. Depends on the library alone.
 */
package org.fpn4j.experiments.optimization;
