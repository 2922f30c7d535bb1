/**
 * Batches of samples from background threads, in an order that depends on the seed alone. Depends on
 * {@code core.memory}, {@code core.problem}, {@code data.dataset}, {@code data.image} and {@code data.transform}.
 */
package org.fpn4j.data.loading;
