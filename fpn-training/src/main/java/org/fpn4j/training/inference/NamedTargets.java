package org.fpn4j.training.inference;

import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.NoRoomException;
import org.fpn4j.core.head.RoomNeed;
import org.fpn4j.data.transform.Sample;

/** Targets of samples, where an image that a head has no room for is named. */
public final class NamedTargets {
    private NamedTargets() {}

    /**
     * The targets of a sample.
     *
     * @throws UserInputException where it needs more than the head has room for
     */
    public static ImageTargets of(HeadGeometry geometry, Sample sample) {
        try {
            return geometry.assign(sample.scene());
        } catch (NoRoomException e) {
            RoomNeed need = e.need();
            throw new UserInputException(
                    sample.image().source().name(),
                    "image[" + sample.image().id() + "] has " + need.needed() + " " + need.what()
                            + " as it is augmented; head." + need.key() + "[" + need.room() + "] has no room for them",
                    "head." + need.key() + ": " + 2 * need.needed() + " leaves room for others, too");
        }
    }
}
