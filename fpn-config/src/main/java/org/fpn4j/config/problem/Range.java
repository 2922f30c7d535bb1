package org.fpn4j.config.problem;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values that a number of a config record may have; of a list or map of numbers, that each of them may have. Upper
 * bounds are generous: they keep slips of the pen from filling memory, and refuse nobody who means it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
    /** The largest integer, either side of 0, that every reader of JSON keeps exactly. */
    double EXACT = 9_007_199_254_740_991.0;

    /** Least value. */
    double min();

    /** Largest value. */
    double max();

    /** Whether {@link #min} itself is no possible value. */
    boolean aboveMin() default false;

    /** Whether {@link #max} itself is no possible value. */
    boolean belowMax() default false;
}
