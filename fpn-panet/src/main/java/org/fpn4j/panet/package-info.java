/**
 * The PANet neck. Depends on {@code config.problem}, {@code core.graph}, {@code core.layer}, {@code core.neck},
 * {@code core.pyramid} and Jackson; knows no other neck but the FPN that it contains.
 */
package org.fpn4j.panet;
