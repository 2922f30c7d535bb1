/**
 * Optimizers on flat buffers and the schedule of the learning rate. Depends on the library, Jackson and ND4J.
 */
package org.fpn4j.experiments.optimization;
