/**
 * Keras models as TensorFlow.js ships them, read as untrusted input. Depends on {@code config.problem},
 * {@code core.backbone}, {@code core.files}, {@code core.graph}, {@code core.layer}, {@code core.memory},
 * {@code core.weights} and Jackson.
 */
package org.fpn4j.interop.keras;
