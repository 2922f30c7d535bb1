/**
 * Named tensors outside any network, and their files in the safetensors format. Depends on {@code core.files},
 * {@code core.graph}, {@code core.memory}, {@code core.problem} and Jackson.
 */
package org.fpn4j.core.weights;
