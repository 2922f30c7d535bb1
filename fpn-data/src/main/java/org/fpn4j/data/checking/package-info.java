/**
 * A closer look at the pictures of a data set before they are used, and the memory of what was seen. Depends on the {@code
 * dataset} and {@code image} packages beside it, and on the core's {@code memory} and {@code problem}.
 */
package org.fpn4j.data.checking;
