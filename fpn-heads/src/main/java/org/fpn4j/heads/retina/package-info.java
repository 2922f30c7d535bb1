/**
 * The RetinaNet head: anchors, two towers, focal loss. Depends on the other packages of {@code heads} but {@code fcos},
 * and on the core's contracts.
 */
package org.fpn4j.heads.retina;
