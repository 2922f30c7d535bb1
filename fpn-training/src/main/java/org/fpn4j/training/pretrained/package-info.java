/**
 * Where the weights of a training start: initial values, and what a checkpoint gives. Depends on
 * {@code training.config} and the library.
 */
package org.fpn4j.training.pretrained;
