package org.fpn4j.config.problem;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** The names that a text of a config record may be, where they are those of what is on the class path. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OneOf {
    /** Finds the names; a public class with a constructor without parameters. */
    Class<? extends Names> value();

    /** Where names come from. */
    interface Names {
        /** In the order that messages name them in. */
        List<String> names();
    }
}
