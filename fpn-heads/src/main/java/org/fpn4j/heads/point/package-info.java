/**
 * Where the cells of a pyramid's levels lie in the image. Depends on the core's {@code head}, {@code pyramid} and {@code
 * problem}.
 */
package org.fpn4j.heads.point;
