/** One answer of several: boxes that models or readers drew of the same image, or that were found in its tiles. Depends on nothing. */
package org.fpn4j.core.merging;
