/**
 * DICOM files as pictures: the data set as far as geometry and rendering go, pixels in the transfer syntaxes that are read, and
 * from stored values to those that are shown. Depends on {@code core.memory}, {@code data.image} and AWT.
 */
package org.fpn4j.data.dicom;
