/**
 * What an experiment takes of memory before any of it is made, and what there is. Depends on {@code experiments.config} and
 * the library.
 */
package org.fpn4j.experiments.memory;
