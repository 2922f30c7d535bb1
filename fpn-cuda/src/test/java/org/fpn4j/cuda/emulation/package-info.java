/** A device that is the CPU: kernels compiled by g++, for machines without a card. */
package org.fpn4j.cuda.emulation;
