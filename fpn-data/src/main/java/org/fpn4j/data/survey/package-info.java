/**
 * What is in a data set before anything is trained on it: counts, sizes in three units, pictures that are there more than once,
 * and what looks like a mistake. Depends on {@code config.problem}, {@code core.detection}, {@code data.checking},
 * {@code data.dataset}, {@code data.image}, {@code data.transform} and {@code data.waiting}.
 */
package org.fpn4j.data.survey;
