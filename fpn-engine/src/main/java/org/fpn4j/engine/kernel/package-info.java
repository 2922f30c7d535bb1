/**
 * The interface to those who compute. A provider says for each step of a plan how it would run it and in which format
 * it wants and makes values; where the values lie, and when a format has to be changed, is decided outside. Depends on
 * {@code core.execution}, {@code core.graph} and {@code engine.plan}.
 */
package org.fpn4j.engine.kernel;
