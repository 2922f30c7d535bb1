/**
 * Small programs, one lesson each, that use fpn4j as a library; each has a {@code main} and runs in a test. Depends on
 * the library, AWT, DL4J, Jackson and ND4J.
 */
package org.fpn4j.examples;
