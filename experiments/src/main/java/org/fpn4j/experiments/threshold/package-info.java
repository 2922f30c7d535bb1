/**
 * From which score on, and with which suppression, a detector is used best. Depends on the library.
 */
package org.fpn4j.experiments.threshold;
