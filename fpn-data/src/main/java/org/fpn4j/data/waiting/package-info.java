/**
 * Waiting for what other threads make. Depends on nothing.
 */
package org.fpn4j.data.waiting;
