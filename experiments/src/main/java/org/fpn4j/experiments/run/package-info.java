/**
 * What a run leaves on disk: its directory, its key and provenance, its lock, files that are either whole or absent. Depends
 * on {@code experiments.config}, {@code experiments.scoring}, the library, Jackson and ND4J.
 */
package org.fpn4j.experiments.run;
