/**
 * The BiFPN neck and its topologies as values. Depends on {@code config}, {@code config.problem}, {@code core.graph},
 * {@code core.layer}, {@code core.neck}, {@code core.pyramid} and Jackson.
 */
package org.fpn4j.bifpn;
