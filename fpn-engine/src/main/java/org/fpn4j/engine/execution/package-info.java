/**
 * Plans on memory: a kernel and formats for every step, conversions only where formats meet, places by liveness
 * ({@code PlacedPlan}, a value), and the {@code Network} that runs them. Depends on {@code plan}, {@code kernel}, the providers, and the core's {@code execution}.
 */
package org.fpn4j.engine.execution;
