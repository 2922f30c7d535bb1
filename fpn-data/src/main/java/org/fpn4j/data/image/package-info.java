/**
 * Pictures as planes of floats, and reading them from PNG and JPEG files of 8 or 16 bits. Depends on
 * {@code org.fpn4j.core.problem} alone.
 */
package org.fpn4j.data.image;
