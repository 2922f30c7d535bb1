/**
 * An experiment as it is read: a training's config with a name and the place of every value. Depends on the library and
 * Jackson.
 */
package org.fpn4j.experiments.config;
