/**
 * The interface that backbones, necks and heads are written against, its operations, and the reading that only counts.
 * Depends on nothing.
 */
package org.fpn4j.core.graph;
