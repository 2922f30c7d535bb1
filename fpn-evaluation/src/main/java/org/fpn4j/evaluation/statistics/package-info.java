/**
 * Whether a difference between variants is real: contrasts of scores, their intervals with what seeds and images contribute,
 * verdicts, and how many seeds or images a question takes. Pure values; knows no detector and no file. Depends on
 * {@code org.apache.commons.statistics.distribution}.
 */
package org.fpn4j.evaluation.statistics;
