/**
 * Necks: what turns backbone stages into a pyramid, the vanilla FPN, and the extra levels above it. Depends on
 * {@code config}, {@code config.problem}, {@code core.graph}, {@code core.layer}, {@code core.pyramid} and Jackson; no
 * neck knows another.
 */
package org.fpn4j.core.neck;
