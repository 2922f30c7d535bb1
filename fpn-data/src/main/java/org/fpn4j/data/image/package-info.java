/**
 * Pictures as planes of floats, and reading them from PNG and JPEG files of 8 or 16 bits. Depends on
 * {@code config.problem}, {@code core.files}, {@code core.memory} and AWT.
 */
package org.fpn4j.data.image;
