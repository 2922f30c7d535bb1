/**
 * Cells of an ablation as tasks of Apache Spark: a task starts the command line as a process of its own, on its own class
 * path, and keeps nothing of the training in Spark's JVM. Depends on {@code claim}, {@code spark.mirror}, Hadoop and Spark;
 * nobody depends on it.
 */
package org.fpn4j.spark;
