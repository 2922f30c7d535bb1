/**
 * A whole detector: backbone, neck, extra levels and head put together. Depends on their contracts.
 */
package org.fpn4j.core.detector;
