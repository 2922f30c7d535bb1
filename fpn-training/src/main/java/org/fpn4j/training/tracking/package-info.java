/**
 * Who else shows how a training goes on: the slot {@code trackers} of an experiment, and what its entries are told. Depends on the
 * library and Jackson.
 */
package org.fpn4j.training.tracking;
