package org.fpn4j.engine.execution;

import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Step;

/**
 * A step and who runs it.
 *
 * @param because why the providers before this one did not take it; empty for the first one's steps
 */
record Chosen(Step step, KernelProvider provider, KernelChoice choice, String because) {}
