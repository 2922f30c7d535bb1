/**
 * How long hot operations in Java take, by JMH: {@code bench/jmh} builds this module and runs them all, {@code bench/jmh
 * Decoding -f 1 -wi 3 -i 5} some. What a network's kernels take is for {@code ./fpn bench}. Depends on the modules that it
 * measures; nothing depends on it.
 */
package org.fpn4j.benchmarks;
