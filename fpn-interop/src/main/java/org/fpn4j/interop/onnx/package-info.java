/**
 * ONNX models of networks: a reading of the definition, and what follows the network, made from a head's decoding.
 * Depends on {@code config.problem}, {@code core.decoding}, {@code core.detector}, {@code core.files},
 * {@code core.graph}, {@code core.head}, {@code core.region}, {@code core.weights} and protobuf.
 */
package org.fpn4j.interop.onnx;
