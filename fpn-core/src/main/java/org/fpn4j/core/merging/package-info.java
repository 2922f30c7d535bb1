/** One answer of several: boxes that models or readers drew of the same image. Depends on nothing of this library. */
package org.fpn4j.core.merging;
