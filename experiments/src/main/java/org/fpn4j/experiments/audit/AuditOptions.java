package org.fpn4j.experiments.audit;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How two trainings are compared.
 *
 * @param steps of the optimizer; without it twenty, or as many as there are
 * @param resumption the step after which the second training is saved and resumed; without it none is
 * @param tolerance up to which shares of a tensor's largest magnitude are no difference; without it bits are compared
 */
public record AuditOptions(OptionalLong steps, OptionalLong resumption, OptionalDouble tolerance) {
    public AuditOptions {
        requireNonNull(steps, "steps is null");
        requireNonNull(resumption, "resumption is null");
        requireNonNull(tolerance, "tolerance is null");
    }
}
