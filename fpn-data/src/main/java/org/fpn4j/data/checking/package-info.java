/**
 * A closer look at the pictures of a data set before they are used, and the memory of what was seen. Depends on
 * {@code core.problem}, {@code data.dataset} and {@code data.image}.
 */
package org.fpn4j.data.checking;
