/**
 * The COCO file formats: reading the sections of a JSON file one entry at a time, and writing results; how annotation
 * files spell ids and flags. Depends on {@code org.fpn4j.core.problem}, {@code org.fpn4j.core.detection} and Jackson.
 */
package org.fpn4j.data.coco;
