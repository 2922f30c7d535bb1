/**
 * Small programs, one lesson each, that use fpn4j as a library; each has a {@code main} and runs in a test. Depends on the
 * library's modules and ND4J, on no {@code experiments}.
 */
package org.fpn4j.examples;
