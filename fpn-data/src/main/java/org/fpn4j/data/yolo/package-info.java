/**
 * Folders of pictures with a text file of labels each, and the {@code data.yaml} that names them, as a data set. Depends on
 * {@code config.problem}, {@code core.files}, {@code core.memory}, {@code data.dataset}, {@code data.image}, {@code data.mask} and
 * Jackson.
 */
package org.fpn4j.data.yolo;
