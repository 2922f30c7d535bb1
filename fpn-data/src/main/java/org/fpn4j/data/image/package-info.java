/**
 * Pictures as planes of floats, and reading them from PNG and JPEG files of 8 or 16 bits. Depends on
 * {@code core.files}, {@code core.memory}, {@code core.problem} and AWT.
 */
package org.fpn4j.data.image;
