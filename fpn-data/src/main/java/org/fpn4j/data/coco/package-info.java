/**
 * The COCO file formats: reading the sections of a JSON file one entry at a time, and writing results; how annotation
 * files spell ids and flags. Depends on {@code config.problem}, {@code core.detection}, {@code core.files},
 * {@code core.memory}, {@code data.image} and Jackson.
 */
package org.fpn4j.data.coco;
