/**
 * Ablations: a file of axes and seeds becomes cells, cells become runs, runs become one table. Depends on {@code config},
 * {@code training}, {@code device} and {@code illustration}.
 */
package org.fpn4j.experiments.ablation;
