/**
 * What a run leaves on disk: its directory, its key and provenance, its lock, files that are either whole or absent.
 * Depends on the library, {@code config} and {@code inference}.
 */
package org.fpn4j.experiments.run;
