/**
 * A few small plans with known answers, asked of a provider before it is trusted: libraries choose other code on every kind of
 * CPU, and not all of it is right. Depends on {@code core.execution}, {@code core.graph}, {@code engine.kernel} and
 * {@code engine.plan}.
 */
package org.fpn4j.engine.answers;
