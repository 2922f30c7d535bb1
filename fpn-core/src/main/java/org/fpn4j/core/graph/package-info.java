/**
 * The interface that backbones, necks and heads are written against, its operations, and the reading that counts what they
 * cost. Depends on nothing, and on no library that computes.
 */
package org.fpn4j.core.graph;
