/**
 * The BiFPN neck and its topologies as values. Depends on {@code core.graph}, {@code core.layer}, {@code core.neck},
 * {@code core.problem}, {@code core.pyramid} and Jackson.
 */
package org.fpn4j.bifpn;
