/**
 * YAML to records: layers of files and overrides, typed and checked, with the place each value comes from. Knows no
 * variant and no root record. Depends on {@code config.problem}, Jackson, SnakeYAML and runtime-javadoc.
 */
package org.fpn4j.config;
