/**
 * Who of many machines works on a directory that they share: claims that one of them gets, keeps alive, and loses when it is
 * silent. Depends on nothing.
 */
package org.fpn4j.claim;
