package org.fpn4j.training.loop;

import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.InputConfig;

/** Objects that are so much larger than tiles that no tile shows enough of them. */
final class ObjectsBeyondTiles {
    private ObjectsBeyondTiles() {}

    /**
     * Checks that there are others.
     *
     * @throws UserInputException where there are none
     */
    static void require(CheckedConfig config, Dataset train) {
        InputConfig input = config.config().input();
        int objects = train.count(ObjectKind.OBJECT);
        int never = TiledDataset.of(train, input.tiling()).neverShown();
        if (objects > 0 && never == objects) {
            throw new UserInputException(
                    config.place("input.tiles.min_visible"),
                    "input tiles.min_visible[" + input.tiles().minVisible() + "] of an object's area is in no tile of "
                            + input.height() + "x" + input.width() + ", of none of the [" + objects + "] objects of "
                            + train.name(),
                    "a smaller share or larger tiles would show some");
        }
    }

    /** What of a data set nothing learns, if anything. */
    static Optional<String> sentence(TiledDataset tiled, InputConfig input) {
        int never = tiled.neverShown();
        return never == 0
                ? Optional.empty()
                : Optional.of(
                        tiled.seen().name() + ": of [" + never + "] objects no tile shows input.tiles.min_visible["
                                + input.tiles().minVisible()
                                + "], so nothing learns them; a smaller share or larger tiles would");
    }
}
