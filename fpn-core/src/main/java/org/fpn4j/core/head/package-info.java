/**
 * What a detection head is: predictions, losses as values, targets, and stages that work on proposals. Implementations live
 * elsewhere. Depends on {@code core.decoding}, {@code core.detection}, {@code core.graph}, {@code core.pyramid} and Jackson.
 */
package org.fpn4j.core.head;
