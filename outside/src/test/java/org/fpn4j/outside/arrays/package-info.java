/**
 * A provider of kernels from outside of the project: a device that is an array, with a layout and a few kernels of its own.
 * What it lacks runs on ND4J's, in another memory.
 */
package org.fpn4j.outside.arrays;
