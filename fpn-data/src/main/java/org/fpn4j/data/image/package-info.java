/**
 * Pictures as planes of floats, and reading them from files: formats, of which PNG and JPEG are two, and what holds for all. Depends on
 * {@code config.problem}, {@code core.files}, {@code core.memory} and AWT.
 */
package org.fpn4j.data.image;
