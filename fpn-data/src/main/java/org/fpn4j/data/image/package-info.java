/**
 * Pictures as planes of floats, and reading them from PNG and JPEG files of 8 or 16 bits. Depends on the core's {@code
 * problem}, {@code files} and {@code memory} alone.
 */
package org.fpn4j.data.image;
