/**
 * Ablations: a file of axes and seeds becomes cells, cells become runs, runs become one table. Depends on {@code
 * experiments.comparison}, {@code experiments.config}, {@code experiments.illustration}, {@code experiments.report}, {@code
 * experiments.run}, {@code experiments.scoring}, {@code experiments.training}, the library and Jackson.
 */
package org.fpn4j.experiments.ablation;
