/**
 * What a run leaves on disk: its directory, its provenance, files that are either whole or absent. Depends on {@code
 * config}.
 */
package org.fpn4j.experiments.run;
