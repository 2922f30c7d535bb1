/**
 * The training loop, and the interface of those who listen to it. Depends on {@code training.config},
 * {@code training.inference}, {@code training.optimization}, {@code training.pretrained},
 * {@code training.tracking} and the library.
 */
package org.fpn4j.training.loop;
