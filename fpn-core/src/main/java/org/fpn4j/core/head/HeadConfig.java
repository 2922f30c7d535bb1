package org.fpn4j.core.head;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.fpn4j.core.pyramid.PyramidSpec;

/** Makes a head; variants are found by their {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface HeadConfig {
    /** Number of classes that the head predicts. */
    int numClasses();

    /** Whether it learns from masks of objects, which not all data has. */
    default boolean learnsMasks() {
        return false;
    }

    /**
     * Makes the head.
     *
     * @param pyramid levels and channels that it will be applied to
     */
    DetectionHead create(PyramidSpec pyramid);
}
