/**
 * DL4J both ways: a computation graph as a backbone, and necks and backbones as vertices of a computation graph. Depends on
 * the core, and on ND4J and DL4J, whose layers and arrays it makes and reads.
 */
package org.fpn4j.interop.dl4j;
