/**
 * From the names of other frameworks to ours, with every tensor accounted for. Depends on {@code config.problem},
 * {@code core.graph} and {@code core.weights}.
 */
package org.fpn4j.interop.naming;
