/**
 * Files that are whole or not there, and why one could not be read. Depends on nothing.
 */
package org.fpn4j.core.files;
