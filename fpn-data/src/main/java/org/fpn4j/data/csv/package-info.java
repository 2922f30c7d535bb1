/**
 * Tables of labels (RSNA, VinDr-CXR, NIH ChestX-ray14, or any with named columns) as data sets: several readers, and one list that
 * is divided by patient. Depends on {@code config.problem}, {@code core.files}, {@code core.memory},
 * {@code core.merging}, {@code data.dataset}, {@code data.image}, {@code data.transform} and Jackson.
 */
package org.fpn4j.data.csv;
