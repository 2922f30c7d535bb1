/**
 * What is in an experiment's data, before anything is trained: tables, pictures, suspicions, and what training makes of
 * pictures. Depends on {@code experiments.config}, {@code experiments.illustration}, {@code experiments.picture},
 * {@code experiments.plot}, {@code experiments.report}, the library, AWT and Jackson.
 */
package org.fpn4j.experiments.survey;
