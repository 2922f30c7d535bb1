/**
 * The command line: one class per command, and what they share. Depends on everything else; nothing depends on it.
 */
package org.fpn4j.experiments.cli;
