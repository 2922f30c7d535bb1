/**
 * The COCO file formats: reading the sections of a JSON file one entry at a time, and writing results; how annotation
 * files spell ids and flags. Depends on the core's {@code problem}, {@code detection}, {@code files} and {@code
 * memory}, and on Jackson.
 */
package org.fpn4j.data.coco;
