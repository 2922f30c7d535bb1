/**
 * How long a detector's forward pass and training step take, and how much memory the process needed for them. Depends on
 * {@code experiments.config} and the library.
 */
package org.fpn4j.experiments.benchmark;
