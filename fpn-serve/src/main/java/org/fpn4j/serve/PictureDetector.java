package org.fpn4j.serve;

import java.util.List;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.training.inference.TrainedDetector;

/** Finds objects in one picture after the other; nobody asks for two at a time. */
public interface PictureDetector {
    /** What the page calls it. */
    String name();

    /** Names of all classes, by index. */
    List<String> classNames();

    /**
     * What is in a picture, and what the levels see of it.
     *
     * @throws org.fpn4j.config.problem.UserInputException where the picture is at fault, which is told to whoever sent it
     */
    TrainedDetector.Look look(ImageEntry image);
}
