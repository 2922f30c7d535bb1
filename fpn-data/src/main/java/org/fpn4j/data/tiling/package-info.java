/**
 * Images that are larger than a network's input, cut into overlapping tiles at their own pixels, and the way back. Depends on
 * {@code config.problem}, {@code core.detection}, {@code data.dataset}, {@code data.image}, {@code data.mask} and {@code
 * data.transform}.
 */
package org.fpn4j.data.tiling;
