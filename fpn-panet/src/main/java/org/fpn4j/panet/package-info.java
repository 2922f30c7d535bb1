/**
 * The PANet neck. Depends on fpn-core alone; knows no other neck but the FPN that it contains.
 */
package org.fpn4j.panet;
