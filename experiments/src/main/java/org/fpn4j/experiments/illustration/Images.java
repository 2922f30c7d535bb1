package org.fpn4j.experiments.illustration;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;

/** Pictures for eyes instead of networks. */
public final class Images {
    private Images() {}

    /** Eight bits a channel; grey becomes three equal channels. */
    public static BufferedImage of(Picture picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int rgb = 0;
                for (int channel = 0; channel < 3; channel++) {
                    float value = picture.at(Math.min(channel, picture.channels() - 1), y, x);
                    rgb = rgb << 8 | Math.round(255 * Math.max(0, Math.min(1, value)));
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    /**
     * Files as images without annotations, with ids from 1 in the order of the list.
     *
     * @throws UserInputException with every file that is missing or broken
     */
    public static List<ImageEntry> entries(List<Path> files) {
        Problems problems = new Problems();
        List<ImageEntry> entries = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            try {
                ImageEntry entry = ImageEntry.of(i + 1, files.get(i));
                entry.source().read();
                entries.add(entry);
            } catch (UserInputException e) {
                e.problems().forEach(problems::add);
            }
        }
        problems.throwIfAny();
        return entries;
    }
}
