package org.fpn4j.interop.pretrained;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The classes that a checkpoint's head is taken over for.
 *
 * @param count outputs of the detector's head per anchor or point
 * @param categories of the data; asked for only where outputs must be told apart
 * @param order which output is which class
 * @param outputs the same by class name, output from 0; empty: as {@code order} says
 */
public record HeadClasses(int count, Supplier<Categories> categories, ClassOrder order, Map<String, Integer> outputs) {
    public HeadClasses {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }
}
