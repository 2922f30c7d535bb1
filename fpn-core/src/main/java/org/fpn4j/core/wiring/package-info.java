/**
 * Guice: how a detector is put together. The only package of the library that imports it. Depends on
 * {@code config.problem}, {@code core.backbone}, {@code core.detector}, {@code core.head}, {@code core.neck} and Guice.
 */
package org.fpn4j.core.wiring;
