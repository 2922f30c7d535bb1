package org.fpn4j.training.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.RoomNeed;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.data.tiling.Tiling;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.training.config.CheckedConfig;

/** Whether a head has room for every image that it learns from, without augmentation. Needs annotations alone, no pictures. */
final class HeadRoom {
    private static final int MOST_NAMED = 5;

    private record Excess(ImageEntry image, RoomNeed need) {}

    private HeadRoom() {}

    /**
     * Checks it, and where losses are measured on other images also of those.
     *
     * @throws org.fpn4j.config.problem.UserInputException naming the images for which there is none
     */
    static void require(CheckedConfig config, TrainingData data) {
        int height = config.config().input().height();
        int width = config.config().input().width();
        HeadGeometry geometry = config.detector().geometry(height, width);
        SampleTransform plain = config.config().input().plainTransform();
        Tiling tiling = config.config().input().tiling();
        List<Excess> excesses =
                new ArrayList<>(excesses(TiledDataset.of(data.train(), tiling).seen(), geometry, plain));
        if (config.config().training().validationLoss()) {
            excesses.addAll(excesses(TiledDataset.of(data.evaluated(), tiling).seen(), geometry, plain));
        }
        Map<String, List<Excess>> byKey = new LinkedHashMap<>();
        excesses.forEach(excess -> byKey.computeIfAbsent(excess.need().key(), key -> new ArrayList<>())
                .add(excess));
        Problems problems = new Problems();
        byKey.forEach((key, ofKey) -> note(problems, config.place("head." + key), ofKey));
        problems.throwIfAny();
    }

    private static List<Excess> excesses(Dataset dataset, HeadGeometry geometry, SampleTransform plain) {
        return dataset.images().parallelStream()
                .flatMap(image -> geometry.needs(plain.outline(image).scene()).stream()
                        .filter(need -> !need.fits())
                        .map(need -> new Excess(image, need)))
                .toList();
    }

    private static void note(Problems problems, String place, List<Excess> excesses) {
        RoomNeed any = excesses.get(0).need();
        long most = excesses.stream()
                .mapToLong(excess -> excess.need().needed())
                .max()
                .orElseThrow();
        List<String> named = new ArrayList<>();
        excesses.stream()
                .limit(MOST_NAMED)
                .forEach(excess -> named.add(excess.image().source().name() + " (image "
                        + excess.image().id() + ") " + excess.need().needed()));
        int others = excesses.size() - named.size();
        problems.add(
                place,
                "head " + any.key() + "[" + any.room() + "] must be >= " + most + ", the most " + any.what()
                        + " of an image",
                "more than " + any.room() + ": " + String.join(", ", named)
                        + (others > 0 ? " and " + others + " others" : ""));
    }
}
