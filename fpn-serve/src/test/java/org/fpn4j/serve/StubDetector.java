package org.fpn4j.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.training.inference.FoundObject;
import org.fpn4j.training.inference.LevelMap;
import org.fpn4j.training.inference.TrainedDetector;

/** Finds the same in every picture, when it is let. */
final class StubDetector implements PictureDetector {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger atWork = new AtomicInteger();
    final AtomicInteger mostAtWork = new AtomicInteger();
    private final CountDownLatch let;

    StubDetector() {
        this(0);
    }

    /** @param waits how often {@link #let} must be called before the first answer */
    StubDetector(int waits) {
        this.let = new CountDownLatch(waits);
    }

    void let() {
        let.countDown();
    }

    @Override
    public String name() {
        return "lungs <1>";
    }

    @Override
    public List<String> classNames() {
        return List.of("nodule", "heart <b>");
    }

    @Override
    public TrainedDetector.Look look(ImageEntry image) {
        asked.incrementAndGet();
        mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        try {
            let.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            atWork.decrementAndGet();
        }
        float width = image.width();
        float height = image.height();
        Map<String, LevelMap> levels = new LinkedHashMap<>();
        levels.put("features/C2", new LevelMap(2, 3, new double[] {0, 1, 2, 3, 4, 5.123456}));
        levels.put("pyramid/P3", new LevelMap(1, 1, new double[] {-0.25}));
        return new TrainedDetector.Look(
                List.of(
                        new FoundObject("nodule", 0.9f, new Box(width / 4, height / 4, width / 2, height / 2)),
                        new FoundObject("heart <b>", 0.5f, new Box(0, 0, width, height / 2)),
                        new FoundObject("nodule", 0.125f, new Box(width / 2, 0, width, height))),
                levels);
    }
}
