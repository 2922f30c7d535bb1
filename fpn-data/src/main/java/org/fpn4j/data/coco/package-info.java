/**
 * The COCO file formats: reading the sections of a JSON file one entry at a time, and writing results. Depends on
 * {@code org.fpn4j.core.problem}, {@code org.fpn4j.core.detection} and Jackson.
 */
package org.fpn4j.data.coco;
