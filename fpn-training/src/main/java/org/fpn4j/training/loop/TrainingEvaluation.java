package org.fpn4j.training.loop;

import org.fpn4j.evaluation.metric.Score;

/**
 * An evaluation at the end of an epoch.
 *
 * @param step after which it was made
 * @param epoch that begins then, from 0
 * @param score on the validation split
 */
public record TrainingEvaluation(long step, long epoch, Score score) {}
