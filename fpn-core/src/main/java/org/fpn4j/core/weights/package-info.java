/**
 * Named tensors outside any network, and their files in the safetensors format. Depends on {@code graph} for shapes, {@code
 * files}, {@code memory} and {@code problem}.
 */
package org.fpn4j.core.weights;
