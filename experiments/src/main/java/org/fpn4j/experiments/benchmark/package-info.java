/**
 * How long a detector's forward pass and training step take, and how much memory the process needed for them. Depends on
 * {@code config}, {@code inference} and {@code optimization}.
 */
package org.fpn4j.experiments.benchmark;
