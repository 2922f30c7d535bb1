/**
 * Ablations that Apache Spark's machines train: finds the Spark of this machine and hands it the application of
 * {@code fpn-spark}, without knowing a class of either. Depends on {@code config.problem} and {@code training.loop}.
 */
package org.fpn4j.experiments.spark;
