/**
 * The records that an experiment's YAML becomes, and their checks across blocks. Depends on
 * {@code experiments.optimization}, the library and Guice.
 */
package org.fpn4j.experiments.config;
