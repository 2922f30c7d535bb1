/**
 * What is inside a trained detector: how far its levels see, what is lost without each, what became of fusion weights, how
 * long the ways through the neck are and what comes back along them. Depends on {@code experiments.config},
 * {@code experiments.picture}, {@code experiments.report}, {@code experiments.run}, the library and Jackson.
 */
package org.fpn4j.experiments.explanation;
