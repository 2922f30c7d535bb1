/**
 * Files that are whole or not there, their digests, why one could not be read or written, and caches. Depends on {@code
 * config.problem}, {@code org.slf4j} and Jackson.
 */
package org.fpn4j.core.files;
