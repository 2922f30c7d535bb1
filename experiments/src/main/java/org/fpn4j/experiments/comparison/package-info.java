/**
 * From scores of trainings, or from anybody's files of detections, to what can be said of them. Depends on {@code
 * experiments.config}, {@code experiments.report}, {@code experiments.run}, {@code experiments.scoring}, the library and
 * Jackson.
 */
package org.fpn4j.experiments.comparison;
