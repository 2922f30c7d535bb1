/**
 * Where the weights of a training start: initial values, and what a checkpoint gives. Depends on {@code config} and the
 * library's data and interchange.
 */
package org.fpn4j.experiments.pretrained;
