/**
 * Necks: what turns backbone stages into a pyramid, the vanilla FPN, and the extra levels above it. Depends on {@code
 * graph}, {@code layer} and {@code pyramid}; no neck knows another.
 */
package org.fpn4j.core.neck;
