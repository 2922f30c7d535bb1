/**
 * Guice: how a detector is put together. The only package of the library that imports it.
 */
package org.fpn4j.core.wiring;
