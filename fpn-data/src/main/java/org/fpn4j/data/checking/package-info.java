/**
 * A closer look at the pictures of a data set before they are used, and the memory of what was seen. Depends on
 * {@code config.problem}, {@code data.dataset}, {@code data.image} and {@code data.waiting}.
 */
package org.fpn4j.data.checking;
