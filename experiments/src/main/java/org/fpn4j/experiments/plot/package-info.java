/**
 * Plots of values as SVG elements: told apart by shape and line style as well as by colour, with a title and a description for those
 * who cannot see them. Depends on jmustache.
 */
package org.fpn4j.experiments.plot;
