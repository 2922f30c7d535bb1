/**
 * What a detection head is: predictions, targets, losses and decoding. Implementations live elsewhere. Depends on {@code
 * graph}, {@code pyramid} and {@code detection}.
 */
package org.fpn4j.core.head;
