/**
 * The training of an experiment in the directory of its run: what a run owns, and who listens to its training. Depends on {@code experiments.config},
 * {@code experiments.memory}, {@code experiments.run}, the library, Guice and Jackson.
 */
package org.fpn4j.experiments.training;
