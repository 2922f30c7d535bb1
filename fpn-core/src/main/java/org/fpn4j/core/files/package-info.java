/**
 * Files that are whole or not there. Depends on nothing.
 */
package org.fpn4j.core.files;
