package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LevelMapsTest {
    @TempDir
    private Path directory;

    private ImageEntry picture(int width, int height) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < width; x++) {
            picture.setRGB(x, x % height, 0xFFFFFF);
        }
        Path file = directory.resolve(width + "x" + height + ".png");
        ImageIO.write(picture, "png", file.toFile());
        return ImageEntry.of(1, file);
    }

    private static Weights weights(CheckedConfig checked) {
        return Weights.initial(checked.parameters(), 1);
    }

    private static LevelMaps maps(CheckedConfig checked) {
        return new LevelMaps(
                checked.detector(), checked.executor(), checked.config().input(), weights(checked));
    }

    /** One level [1, C, H, W] as the network gives it. */
    private static float[] computed(CheckedConfig checked, ImageEntry image, String level) {
        float[] pixels = checked.config()
                .input()
                .plainTransform()
                .apply(image, image.source().read(), 0)
                .pixels();
        try (Network network = checked.executor()
                .compile(checked.detector().inference(1, 64, 64), Purpose.INFERENCE, weights(checked))) {
            return network.run(Map.of(Detector.IMAGES, pixels), List.of(level))
                    .get(level)
                    .toArray();
        }
    }

    @Test
    void cellsHaveTheMeanOverTheChannelsWhereTheySeeThePicture() throws IOException {
        CheckedConfig checked = TinyConfig.load(directory);
        ImageEntry image = picture(80, 50); // 64 x 40 on the input, so 5 of 8 rows of P3
        float[] p3 = computed(checked, image, "pyramid/P3"); // [1, 8, 8, 8]

        LevelMaps.Seen seen;
        try (LevelMaps maps = maps(checked)) {
            seen = maps.of(image);
        }

        LevelMap map = seen.levels().get("pyramid/P3");
        double[] means = new double[5 * 8];
        for (int channel = 0; channel < 8; channel++) {
            for (int cell = 0; cell < means.length; cell++) {
                means[cell] += (double) p3[channel * 64 + cell] / 8;
            }
        }
        assertThat(seen.picture()).isEqualTo(new Box(0, 0, 64, 40));
        assertThat(seen.levels().keySet())
                .containsExactly(
                        "features/C2",
                        "features/C3",
                        "features/C4",
                        "features/C5",
                        "pyramid/P3",
                        "pyramid/P4",
                        "pyramid/P5");
        assertThat(map.height()).isEqualTo(5);
        assertThat(map.width()).isEqualTo(8);
        assertThat(map.means()).isEqualTo(means);
        assertThat(seen.levels().get("pyramid/P5").height())
                .as("40 of 64 pixels in 2 rows")
                .isEqualTo(2);
    }

    @Test
    void theHeapHoldsOneChannelAtATime() throws IOException {
        CheckedConfig checked = TinyConfig.load(
                directory, "input.height=256", "input.width=256", "neck.out_channels=512", "neck.min_level=3");
        ImageEntry image = picture(8, 8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated;
        try (LevelMaps maps = maps(checked)) {
            maps.of(image); // classes are loaded and the plan is made
            long before = threads.getCurrentThreadAllocatedBytes();
            maps.of(image);
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }

        long pixels = 3L * 256 * 256 * Float.BYTES; // 0.8 MB, a few times over
        long p3 = 512L * 32 * 32 * Float.BYTES; // 2.1 MB
        assertThat(allocated).isLessThan(pixels + p3 / 2);
    }

    @Test
    void aMapThatIsNotWholeIsNamed() {
        assertThatThrownBy(() -> new LevelMap(2, 3, new double[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("means[5] do not fill [2, 3] cells");
    }
}
