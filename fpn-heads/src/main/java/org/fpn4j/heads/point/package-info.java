/**
 * Where the cells of a pyramid's levels lie in the image. Depends on {@code config.problem},
 * {@code core.decoding}, {@code core.detection}, {@code core.graph}, {@code core.head} and {@code core.pyramid}.
 */
package org.fpn4j.heads.point;
