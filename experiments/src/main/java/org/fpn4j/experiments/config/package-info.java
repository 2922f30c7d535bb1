/**
 * The records that an experiment's YAML becomes, and their checks across blocks. Depends on the library's config slots and
 * on {@code optimization}.
 */
package org.fpn4j.experiments.config;
