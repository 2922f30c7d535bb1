/**
 * The provider {@code cuda}: what it has for each step, family by family. A kernel's source has the name of its operation, in
 * the resources' {@code kernels}. Depends on {@code config.problem}, {@code core.execution}, {@code core.graph}, {@code
 * cuda.cudnn}, {@code cuda.device}, {@code cuda.driver}, {@code engine.answers}, {@code engine.device}, {@code engine.kernel} and
 * {@code engine.plan}.
 */
package org.fpn4j.cuda;
