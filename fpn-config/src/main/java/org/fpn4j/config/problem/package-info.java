/**
 * What is wrong with a user's input, collected so that all of it is reported at once. Depends on nothing.
 */
package org.fpn4j.config.problem;
