/**
 * Files of PyTorch as untrusted input: pickles are read by an allow-list of exactly what a state dict needs, and nothing in
 * them is ever executed. Depends on the core's {@code graph}, {@code weights},
 * {@code files}, {@code memory} and {@code problem}.
 */
package org.fpn4j.interop.torch;
