/**
 * The host's memory as ND4J's arrays and native libraries see it. Depends on {@code config.problem},
 * {@code core.execution}, {@code core.graph}, JavaCPP and ND4J.
 */
package org.fpn4j.core.nd4j;
