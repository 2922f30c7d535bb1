/**
 * What an experiment shows its reader: a page that is one file, a table for the terminal, a CSV file, and the sentence
 * that says whether a difference is more than seed noise. Depends on the library, {@code org.fpn4j.experiments.picture}, the scores of
 * {@code org.fpn4j.data.scoring}, jmustache, Jackson; knows no trainer.
 */
package org.fpn4j.experiments.report;
