/**
 * What families of metrics mean by the options of a command or the keys of a file, and by which metric is decided. Depends
 * on the library, Jackson and picocli.
 */
package org.fpn4j.experiments.scoring;
