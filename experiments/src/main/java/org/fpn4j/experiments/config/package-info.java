/**
 * The records that an experiment's YAML becomes, and their checks across blocks. Depends on
 * {@code experiments.optimization} and the library.
 */
package org.fpn4j.experiments.config;
