/**
 * Where the cells of a pyramid's levels lie in the image. Depends on {@code core.graph}, {@code core.head},
 * {@code core.problem} and {@code core.pyramid}.
 */
package org.fpn4j.heads.point;
