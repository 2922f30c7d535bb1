/**
 * What kernels run on, whoever makes it real: memory, launches, and the layouts of values in it. Depends on {@code
 * config.problem}, {@code core.execution}, {@code core.graph}, {@code engine.kernel} and JavaCPP's pointers.
 */
package org.fpn4j.cuda.device;
