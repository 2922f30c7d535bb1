/**
 * The pictures and curves of reports, made from finished runs. Depends on {@code run}, {@code inference}, {@code picture}
 * and {@code report}.
 */
package org.fpn4j.experiments.illustration;
