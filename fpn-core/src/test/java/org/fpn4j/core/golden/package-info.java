/**
 * Comparison with other implementations: values that both sides compute, and files with the other side's outputs. Depends
 * on {@code graph} and {@code weights}.
 */
package org.fpn4j.core.golden;
