/**
 * NVIDIA's driver: its libraries found and loaded, its cards, and one of them as a {@link org.fpn4j.cuda.device.Device}. Depends
 * on {@code config.problem}, {@code core.files}, {@code cuda.cudnn}, {@code cuda.device}, {@code engine.device}, {@code engine.kernel}, {@code
 * org.slf4j}, CUDA and JavaCPP.
 */
package org.fpn4j.cuda.driver;
