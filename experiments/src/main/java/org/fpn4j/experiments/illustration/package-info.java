/**
 * The pictures and curves of reports, made from finished runs. Depends on {@code experiments.config},
 * {@code experiments.picture}, {@code experiments.report}, {@code experiments.run}, the library, AWT and Jackson.
 */
package org.fpn4j.experiments.illustration;
