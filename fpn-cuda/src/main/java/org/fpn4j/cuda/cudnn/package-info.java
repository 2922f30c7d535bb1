/**
 * Convolutions by cuDNN's backend interface: operation graphs, the engines that serve them, and plans, which are kept. Nothing of
 * cuDNN is loaded before a {@code CudnnTarget} is made. Depends on {@code core.files}, {@code core.graph}, {@code cuda.device}, {@code
 * engine.kernel}, {@code org.slf4j}, CUDA and JavaCPP.
 */
package org.fpn4j.cuda.cudnn;
