/**
 * Checkpoints of other frameworks as weights for a detector's parameters, with every tensor accounted for. Depends on the
 * core's {@code backbone}, {@code detector}, {@code graph}, {@code weights} and {@code problem}, and on the readers and
 * namings beside it.
 */
package org.fpn4j.interop.pretrained;
