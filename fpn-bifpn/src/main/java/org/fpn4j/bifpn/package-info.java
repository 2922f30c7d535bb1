/**
 * The BiFPN neck and its topologies as values. Depends on fpn-core alone and knows no other neck.
 */
package org.fpn4j.bifpn;
