/**
 * What kernels run on, whoever makes it real: memory, launches, and the layouts of values in it. Depends on {@code
 * core.execution}, {@code core.graph}, {@code engine.kernel} and JavaCPP.
 */
package org.fpn4j.cuda.device;
