/**
 * What flows where in a definition: nodes, edges, and paths between maps. Depends on {@code core.graph} and
 * {@code core.weights}.
 */
package org.fpn4j.core.topology;
