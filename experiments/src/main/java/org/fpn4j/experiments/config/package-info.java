/**
 * The records that an experiment's and an ablation's YAML become, and their checks across blocks. Depends on the library's
 * config slots.
 */
package org.fpn4j.experiments.config;
