/**
 * Folders of Hadoop's file systems, HDFS and object stores among them, as folders of this machine: brought here, brought back,
 * and claimed. Depends on {@code claim} and Hadoop; of this module only the tasks use it.
 */
package org.fpn4j.spark.mirror;
