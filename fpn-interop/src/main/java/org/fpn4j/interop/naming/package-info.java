/**
 * From the names of other frameworks to ours, with every tensor accounted for. Depends on the core's {@code graph}, {@code
 * weights} and {@code problem}.
 */
package org.fpn4j.interop.naming;
