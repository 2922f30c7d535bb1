/**
 * Ablations: a file of axes and seeds becomes cells, cells become runs, runs become one table. Depends on the library, {@code config},
 * {@code pretrained}, {@code run}, {@code training}, {@code device}, {@code illustration} and {@code report}.
 */
package org.fpn4j.experiments.ablation;
