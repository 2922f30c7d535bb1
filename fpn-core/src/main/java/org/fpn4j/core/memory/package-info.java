/**
 * How much the Java heap still holds, asked before something large is made of a file. Depends on {@code config.problem}.
 */
package org.fpn4j.core.memory;
