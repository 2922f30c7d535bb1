/**
 * Files that are whole or not there, their digests, why one could not be read or written, and where caches lie. Depends on
 * {@code config.problem} and Jackson.
 */
package org.fpn4j.core.files;
