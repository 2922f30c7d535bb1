/**
 * Batches of samples from background threads, in an order that depends on the seed alone. Depends on
 * {@code config.problem}, {@code core.memory}, {@code data.dataset}, {@code data.image}, {@code data.transform},
 * {@code data.waiting} and Jackson.
 */
package org.fpn4j.data.loading;
