/**
 * Synthetic chest radiographs with nodules, consolidations and hearts, as a data set in memory or written in one of several
 * formats. Depends on {@code config.problem}, {@code core.detection}, {@code data.dataset}, {@code data.dicom},
 * {@code data.image}, {@code data.transform}, AWT and Jackson.
 */
package org.fpn4j.data.radiograph;
