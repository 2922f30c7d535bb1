/**
 * What an experiment shows its reader: a page that is one file, a table for the terminal, a CSV file, and the sentence
 * that says whether a difference is more than seed noise. Depends on {@code experiments.picture}, the library, Jackson
 * and jmustache; knows no trainer.
 */
package org.fpn4j.experiments.report;
