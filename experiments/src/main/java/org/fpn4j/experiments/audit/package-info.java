/**
 * Two trainings in lock-step, and the first tensor in which they differ. Depends on {@code experiments.config}, the
 * library and Jackson.
 */
package org.fpn4j.experiments.audit;
