/**
 * How long hot operations take, by JMH: {@code bench/jmh} builds this module and runs them all, {@code bench/jmh Decoding -f
 * 1 -wi 3 -i 5} some. Depends on {@code experiments.ablation}, {@code experiments.config}, the library, JMH and ND4J;
 * nothing depends on it.
 */
package org.fpn4j.benchmarks;
