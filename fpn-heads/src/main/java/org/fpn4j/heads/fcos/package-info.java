/**
 * The FCOS head: points instead of anchors, distances to the sides of a box, centre-ness. Depends on the other packages
 * of {@code heads} but {@code anchor}, {@code match} and {@code retina}, and on the core's contracts.
 */
package org.fpn4j.heads.fcos;
