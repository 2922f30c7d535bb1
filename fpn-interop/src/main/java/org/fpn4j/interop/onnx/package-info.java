/**
 * ONNX models of networks: a reading of the definition, and what follows the network, made from a head's decoding. Depends on
 * the core's contracts and on ONNX's protobuf classes, which ND4J brings along.
 */
package org.fpn4j.interop.onnx;
