package org.fpn4j.experiments.levels;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.training.config.CheckedConfig;

/**
 * Changes of a config that are known to help in general, each tried on the data: a finer level, anchors of another size, a
 * larger input. A change is told where the head of the changed config takes more of these objects; of each kind the best one,
 * and the smaller one of two that are as good.
 */
final class Suggestions {
    /** Cells that one change is tried on, a tenth of a second's work or two; of larger sets images at equal distances are taken. */
    private static final long CELLS = 25_000_000;
    /** A larger change must win so many more of the objects than a smaller one. */
    private static final double WORTH_MORE = 0.01;

    private static final int STRIDE = 32; // sides of inputs are whole multiples of it
    private static final List<Double> BASE_FACTORS = List.of(Math.sqrt(0.5), Math.sqrt(2), 0.5, 2.0, 0.25);
    private static final List<Double> INPUT_FACTORS = List.of(1.5, 2.0, 3.0);

    private final AskedHead head;
    private final JsonNode tree;
    private final Function<List<String>, CheckedConfig> changed;
    private final List<ImageEntry> images;
    private final LevelSurvey survey;

    /**
     * Prepares to try.
     *
     * @param head of the config
     * @param tree the effective config
     * @param changed the config with further sets
     * @param images all of the data set
     * @param survey of them
     */
    Suggestions(
            AskedHead head,
            JsonNode tree,
            Function<List<String>, CheckedConfig> changed,
            List<ImageEntry> images,
            LevelSurvey survey) {
        this.head = head;
        this.tree = tree;
        this.changed = changed;
        this.images = images.stream()
                .filter(image -> image.annotations().stream().anyMatch(box -> box.kind() == ObjectKind.OBJECT))
                .toList();
        this.survey = survey;
    }

    /** What helps; nothing where every object is matched well. */
    List<Suggestion> find() {
        LevelTally tally = survey.tally();
        if (tally.wellMatched() == tally.objects()) {
            return List.of();
        }
        List<Suggestion> found = new ArrayList<>();
        best("A finer level", finerLevels()).ifPresent(found::add);
        best("Anchors of another size", baseSizes()).ifPresent(found::add);
        best("A larger input", inputs()).ifPresent(found::add);
        return found;
    }

    private Optional<Suggestion> best(String what, List<List<String>> candidates) {
        Suggestion best = null;
        for (List<String> sets : candidates) {
            Optional<Suggestion> tried = tried(what, sets).filter(Suggestion::helps);
            if (tried.isPresent() && (best == null || isWorthMore(tried.get(), best))) {
                best = tried.get();
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean isWorthMore(Suggestion larger, Suggestion smaller) {
        return reached(larger) > reached(smaller) + WORTH_MORE;
    }

    /** Share of objects that get a positive, and of those that get a good one. */
    private static double reached(Suggestion suggestion) {
        LevelTally after = suggestion.after();
        return (double) (after.matched() + after.wellMatched()) / after.objects();
    }

    /** Empty where the config does not go together with the change. */
    private Optional<Suggestion> tried(String what, List<String> sets) {
        AskedHead other;
        try {
            other = AskedHead.of(changed.apply(sets));
        } catch (UserInputException e) {
            return Optional.empty();
        }
        List<ImageEntry> some = some(other.geometry().cells());
        Set<Long> ids = some.stream().map(ImageEntry::id).collect(Collectors.toCollection(HashSet::new));
        LevelTally before = survey.of(ids).tally();
        LevelTally after = LevelSurvey.of(other, some, Map.of()).tally();
        double cost = (double) other.macs() / head.macs();
        return Optional.of(new Suggestion(what, sets, before, after, cost, some.size(), images.size()));
    }

    private List<ImageEntry> some(int cells) {
        long count = Math.max(1, Math.min(images.size(), CELLS / cells));
        List<ImageEntry> some = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            some.add(images.get((int) (i * images.size() / count)));
        }
        return some;
    }

    private List<List<String>> finerLevels() {
        JsonNode finest = tree.at("/neck/min_level");
        if (!finest.isInt()) {
            return List.of();
        }
        return List.of(
                List.of("neck.min_level=" + (finest.intValue() - 1)),
                List.of("neck.min_level=" + (finest.intValue() - 2)));
    }

    private List<List<String>> baseSizes() {
        JsonNode scale = tree.at("/head/anchors/scale");
        JsonNode sizes = tree.at("/head/anchors/sizes");
        List<List<String>> candidates = new ArrayList<>();
        for (double factor : BASE_FACTORS) {
            if (sizes.isArray() && !sizes.isEmpty()) {
                candidates.add(List.of("head.anchors.sizes="
                        + StreamSupport.stream(sizes.spliterator(), false)
                                .map(size -> Figures.plain(factor * size.doubleValue(), 2))
                                .collect(Collectors.joining(", ", "[", "]"))));
            } else if (scale.isNumber()) {
                candidates.add(List.of("head.anchors.scale=" + Figures.plain(factor * scale.doubleValue(), 3)));
            }
        }
        return candidates;
    }

    private List<List<String>> inputs() {
        int height = head.transform().input().height();
        int width = head.transform().input().width();
        return INPUT_FACTORS.stream()
                .map(factor ->
                        List.of("input.height=" + multiple(factor * height), "input.width=" + multiple(factor * width)))
                .toList();
    }

    private static long multiple(double side) {
        return STRIDE * Math.round(side / STRIDE);
    }
}
