/**
 * What an experiment takes of memory before any of it is made, and what there is. Depends on {@code config}, {@code device}
 * and {@code inference}.
 */
package org.fpn4j.experiments.memory;
