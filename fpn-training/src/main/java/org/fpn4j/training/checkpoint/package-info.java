/**
 * What a training is resumed from, as files that are checked when they are read. Depends on {@code training.loop},
 * {@code training.optimization}, the library and Jackson.
 */
package org.fpn4j.training.checkpoint;
