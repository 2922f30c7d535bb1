/**
 * Keras models as TensorFlow.js ships them, read as untrusted input. Depends on the core's {@code graph}, {@code weights},
 * {@code files}, {@code memory} and {@code problem}.
 */
package org.fpn4j.interop.keras;
