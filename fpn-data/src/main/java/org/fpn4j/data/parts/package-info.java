/**
 * Images dealt to parts by their classes and ids. Depends on {@code data.dataset} and {@code data.transform}.
 */
package org.fpn4j.data.parts;
