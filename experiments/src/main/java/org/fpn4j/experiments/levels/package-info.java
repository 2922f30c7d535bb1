/**
 * Which level of a pyramid each object of a data set lands at, by the head's own assignment, before anything is trained.
 * Depends on {@code experiments.config}, {@code experiments.report}, the library and Jackson.
 */
package org.fpn4j.experiments.levels;
