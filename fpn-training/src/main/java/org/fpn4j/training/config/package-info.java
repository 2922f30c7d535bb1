/**
 * The records that a training's YAML becomes, and their checks across blocks. Depends on {@code training.optimization},
 * {@code training.tracking} and the library.
 */
package org.fpn4j.training.config;
