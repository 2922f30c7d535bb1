/**
 * The COCO file formats: reading the sections of a JSON file one entry at a time, and writing results; how annotation
 * files spell ids, flags and masks. Depends on {@code config.problem}, {@code core.detection}, {@code core.files},
 * {@code core.memory}, {@code data.image}, {@code data.mask} and Jackson.
 */
package org.fpn4j.data.coco;
