/**
 * Named tensors outside any network, and their files in the safetensors format. Depends on {@code config.problem},
 * {@code core.files}, {@code core.graph}, {@code core.memory} and Jackson.
 */
package org.fpn4j.core.weights;
