package org.fpn4j.data.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureReader;

/** What the reader of pictures says of values of 16 bits. */
final class WideAnswers implements PictureCase.Answers {
    @Override
    public Set<String> kinds() {
        return Set.of("grey16", "rgb16");
    }

    @Override
    public boolean refusalHolds(Path picture, JsonNode parameters, JsonNode expect, IOException refusal) {
        return false;
    }

    @Override
    public Object value(Path picture, String name, JsonNode parameters) {
        if (name.startsWith("known:")) {
            return false;
        }
        Picture read = new PictureReader().read(picture);
        double factor =
                switch (name) {
                    case "stored" -> 65535;
                    case "value_0_1", "at_least_8_bits" -> 1;
                    default -> throw new IllegalArgumentException(
                            "expectation[" + name + "] is of no kind that is known");
                };
        Object[][] rows = new Object[read.height()][read.width()];
        for (int y = 0; y < read.height(); y++) {
            for (int x = 0; x < read.width(); x++) {
                double[] pixel = new double[read.channels()];
                for (int channel = 0; channel < pixel.length; channel++) {
                    double value = read.at(channel, y, x) * factor;
                    pixel[channel] = factor == 1 ? value : Math.rint(value);
                }
                rows[y][x] = pixel.length == 1 ? (Object) pixel[0] : pixel;
            }
        }
        return rows;
    }
}
