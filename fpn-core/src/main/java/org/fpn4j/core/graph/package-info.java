/**
 * The interface that backbones, necks and heads are written against, its operations, the one graph there is and what a reading
 * of it is, and the reading that only counts.
 * Depends on nothing.
 */
package org.fpn4j.core.graph;
