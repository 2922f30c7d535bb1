/**
 * Trainings as runs on a tracking server of MLflow, by its REST API 2.0 and the JDK's HTTP client. Depends on
 * the library and Jackson.
 */
package org.fpn4j.tracking.mlflow;
