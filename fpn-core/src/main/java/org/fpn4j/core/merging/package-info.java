/** One answer of several: boxes that models or readers drew of the same image. Depends on nothing. */
package org.fpn4j.core.merging;
