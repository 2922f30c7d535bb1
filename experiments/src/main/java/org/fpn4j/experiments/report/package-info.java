/**
 * What an experiment shows its reader: a page that is one file, a table for the terminal, CSV files, and what comparisons
 * say. Depends on {@code experiments.picture}, {@code experiments.plot}, the library, Jackson
 * and jmustache; knows no trainer.
 */
package org.fpn4j.experiments.report;
