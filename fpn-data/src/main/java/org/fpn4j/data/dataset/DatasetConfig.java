package org.fpn4j.data.dataset;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * The config slot {@code data}: which images a run reads. Variants are records with
 * {@code @JsonTypeName} and {@code @AutoService(DatasetConfig.class)}, a no-argument constructor that gives all
 * defaults, and snake_case keys. A component that says where files lie is {@link org.fpn4j.config.NotDecisive}: what
 * is read from them tells runs apart ({@link Dataset#digest}), and every other component does.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface DatasetConfig {
    /**
     * Reads or makes one split: annotations and the headers of its images. Opening twice gives equal data.
     *
     * @throws org.fpn4j.config.problem.UserInputException with everything that is missing or cannot be skipped
     */
    Dataset open(Split split);

    /**
     * One split for those who ask for boxes and sizes alone: as {@link #open} gives it, but images whose picture is missing
     * are there with the size that the annotations declare.
     *
     * @throws org.fpn4j.config.problem.UserInputException with everything that is missing or cannot be skipped
     */
    default Dataset outline(Split split) {
        return open(split);
    }

    /** How closely its pictures are to be looked at. */
    default PictureChecks pictureChecks() {
        return PictureChecks.CONTENTS;
    }

    /** Whether its objects have masks, which is more to read. */
    default boolean masks() {
        return false;
    }

    /**
     * The classes by index, as those of the training split, read without looking at a picture where that is possible.
     *
     * @throws org.fpn4j.config.problem.UserInputException where they cannot be read
     */
    default List<Category> categories() {
        return open(Split.TRAIN).categories();
    }
}
