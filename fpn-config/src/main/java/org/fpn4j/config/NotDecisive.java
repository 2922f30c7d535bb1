package org.fpn4j.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a config record whose value as it is written decides no result, so that runs with another value are the
 * same run: it says how fast or how safely; or where something lies, of which the content decides ({@link ReadsFiles}, a
 * data set's digest); or it is resolved on the machine, and then what it resolves to decides.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface NotDecisive {}
