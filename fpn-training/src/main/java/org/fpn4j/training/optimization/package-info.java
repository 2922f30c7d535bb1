/**
 * Optimizers on flat buffers and the schedule of the learning rate. Depends on the library and Jackson.
 */
package org.fpn4j.training.optimization;
