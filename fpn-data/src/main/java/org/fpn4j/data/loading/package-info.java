/**
 * Batches of samples from background threads, in an order that depends on the seed alone. Depends on the {@code
 * dataset}, {@code image} and {@code transform} packages beside it.
 */
package org.fpn4j.data.loading;
