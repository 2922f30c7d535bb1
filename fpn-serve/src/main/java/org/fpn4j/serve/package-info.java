/**
 * A detector behind HTTP, and a page for its pictures, all of it in memory. Depends on the library, AWT and Jackson.
 */
package org.fpn4j.serve;
