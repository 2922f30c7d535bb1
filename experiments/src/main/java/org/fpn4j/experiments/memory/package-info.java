/**
 * What an experiment takes of memory before any of it is made, and what there is. Depends on {@code experiments.config},
 * {@code experiments.device}, {@code experiments.inference}, {@code experiments.optimization}, the library and ND4J.
 */
package org.fpn4j.experiments.memory;
