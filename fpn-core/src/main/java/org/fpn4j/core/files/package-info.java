/**
 * Files that are whole or not there, their digests, and why one could not be read or written. Depends on
 * {@code config.problem} and Jackson.
 */
package org.fpn4j.core.files;
