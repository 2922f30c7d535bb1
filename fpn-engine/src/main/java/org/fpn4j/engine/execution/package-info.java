/**
 * Plans on memory: a kernel and formats for every step, conversions only where formats meet, places by liveness ({@code
 * PlacedPlan}, a value), and the {@code Network} that runs them. Depends on {@code config.problem}, {@code core.execution},
 * {@code core.graph}, {@code core.weights}, {@code engine.kernel}, {@code engine.plan} and {@code org.slf4j}.
 */
package org.fpn4j.engine.execution;
