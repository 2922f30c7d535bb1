/**
 * Event files that TensorBoard reads, written byte by byte. Depends on the library and Jackson.
 */
package org.fpn4j.tracking.tensorboard;
