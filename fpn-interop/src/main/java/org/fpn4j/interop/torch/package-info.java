/**
 * Files of PyTorch as untrusted input: pickles are read by an allow-list of exactly what a state dict needs, and
 * nothing in them is ever executed. Depends on {@code config.problem}, {@code core.files}, {@code core.graph},
 * {@code core.memory} and {@code core.weights}.
 */
package org.fpn4j.interop.torch;
