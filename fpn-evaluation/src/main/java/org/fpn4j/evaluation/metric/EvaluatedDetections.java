package org.fpn4j.evaluation.metric;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.fpn4j.evaluation.coco.CocoCurves;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.coco.Overlap;
import org.fpn4j.evaluation.coco.SizeClass;

/**
 * Detections beside the ground truth: what metrics are read of. It is of all classes, of one of them, or, where the
 * parameters do not tell classes apart, of all of them as one; a metric need not know which.
 *
 * <p>It can be {@link #drawn} anew: of a draw each image counts as often as it was drawn. Metrics that read {@link #curves} are
 * as fast on a draw as a pass over the detections; those that read objects and detections see each image as often as it was
 * drawn; and those that match themselves can keep what they matched with {@code whole().once(...)} and go by {@link #copies}.
 *
 * <p>Several threads may draw from one; a draw is for one thread.
 */
public final class EvaluatedDetections {
    private static final long THE_CLASS = 1;
    private static final String ITS_NAME = "object";

    private final CocoGroundTruth groundTruth;
    private final List<CocoDetection> detections;
    private final CocoParameters parameters;
    private final Optional<Draw> draw;
    private final Optional<Part> part;
    private final Map<Class<?>, Object> derived = new HashMap<>();

    /** What images were drawn from, and how often each was, by its place. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    private record Draw(EvaluatedDetections whole, int[] copies) {}

    /** What it is a class of, and which by its place. */
    private record Part(EvaluatedDetections all, int place) {}

    /** What was matched, by the parameters. */
    private record Matched(Map<CocoParameters, CocoCurves> byParameters) {}

    private EvaluatedDetections(
            CocoGroundTruth groundTruth,
            List<CocoDetection> detections,
            CocoParameters parameters,
            Optional<Draw> draw,
            Optional<Part> part) {
        this.groundTruth = requireNonNull(groundTruth, "groundTruth is null");
        this.detections = List.copyOf(detections);
        this.parameters = parameters;
        this.draw = draw;
        this.part = part;
    }

    /**
     * Puts detections beside the ground truth.
     *
     * @param detections in pixels of the original images, in the order of their file, which decides ties; those of
     *     categories that the ground truth does not have do not count
     * @throws IllegalArgumentException if a detection is of an image that the ground truth does not know
     */
    public static EvaluatedDetections of(
            CocoGroundTruth groundTruth, List<CocoDetection> detections, CocoParameters parameters) {
        for (CocoDetection detection : detections) {
            if (!groundTruth.imageIds().contains(detection.imageId())) {
                throw new IllegalArgumentException(
                        "image_id[" + detection.imageId() + "] is not among the images of the ground truth");
            }
        }
        if (parameters.classesApart()) {
            return new EvaluatedDetections(groundTruth, detections, parameters, Optional.empty(), Optional.empty());
        }
        List<CocoObject> objects = byClass(groundTruth, groundTruth.objects(), CocoObject::categoryId).stream()
                .map(object -> object.ofCategory(THE_CLASS))
                .toList();
        List<CocoDetection> found = byClass(groundTruth, detections, CocoDetection::categoryId).stream()
                .map(detection -> detection.ofCategory(THE_CLASS))
                .toList();
        return new EvaluatedDetections(
                groundTruth.with(new TreeMap<>(Map.of(THE_CLASS, ITS_NAME)), objects),
                found,
                parameters,
                Optional.empty(),
                Optional.empty());
    }

    /** Those of known classes, class after class, as the reference does before it takes classes together. */
    private static <T> List<T> byClass(CocoGroundTruth groundTruth, List<T> all, ToLongFunction<T> category) {
        return all.stream()
                .filter(one -> groundTruth.categories().containsKey(category.applyAsLong(one)))
                .sorted(Comparator.comparingLong(category))
                .toList();
    }

    /** Images, classes and objects; where it is of one class, all images and that class' objects. */
    public CocoGroundTruth groundTruth() {
        return draw.isEmpty() ? groundTruth : written().groundTruth();
    }

    /** In the order of their file. */
    public List<CocoDetection> detections() {
        return draw.isEmpty() ? detections : written().detections();
    }

    private WrittenDraw written() {
        return once(
                WrittenDraw.class,
                drawn -> WrittenDraw.of(
                        groundTruth, detections, draw.orElseThrow().copies()));
    }

    /**
     * The same with other numbers of each image.
     *
     * @param copies how often each image counts, in the order of image ids
     */
    public EvaluatedDetections drawn(int[] copies) {
        if (copies.length != groundTruth.imageIds().size()) {
            throw new IllegalArgumentException("copies of [" + copies.length + "] images must be of ["
                    + groundTruth.imageIds().size() + "]");
        }
        return new EvaluatedDetections(
                groundTruth, detections, parameters, Optional.of(new Draw(whole(), copies.clone())), Optional.empty());
    }

    /** What it was drawn from; itself where it was not. */
    public EvaluatedDetections whole() {
        return draw.map(Draw::whole).orElse(this);
    }

    /** How often each image of the whole counts, in the order of image ids. */
    public int[] copies() {
        if (draw.isPresent()) {
            return draw.get().copies().clone();
        }
        int[] once = new int[groundTruth.imageIds().size()];
        Arrays.fill(once, 1);
        return once;
    }

    /** What was asked for: thresholds, limits, borders of sizes. */
    public CocoParameters parameters() {
        return parameters;
    }

    /** How many images hold an object of a size that is to be found. */
    public int imagesWithObjects(SizeClass size) {
        return (int) groundTruth().objects().stream()
                .filter(object -> object.counts() && !parameters.area(size).excludes(object.area()))
                .map(CocoObject::imageId)
                .distinct()
                .count();
    }

    /** Precision and recall by COCO's matching. */
    public CocoCurves curves() {
        return curves(parameters);
    }

    /** The same by other parameters; each kind is matched once, for all classes and draws. */
    public CocoCurves curves(CocoParameters others) {
        return once(Matched.class, all -> new Matched(new ConcurrentHashMap<>()))
                .byParameters()
                .computeIfAbsent(others, this::matched);
    }

    private CocoCurves matched(CocoParameters others) {
        if (draw.isPresent()) {
            return draw.get().whole().curves(others).drawn(draw.get().copies());
        }
        return part.map(of -> of.all().curves(others).ofClass(of.place()))
                .orElseGet(() -> CocoCurves.of(groundTruth, comparedBy(others.overlap()), others));
    }

    private List<CocoDetection> comparedBy(Overlap overlap) {
        return overlap == Overlap.MASKS ? groundTruth.masked(detections) : detections;
    }

    /**
     * What several metrics read, made by the first that asks.
     *
     * @param kind of what is made, of which there is one
     */
    public synchronized <T> T once(Class<T> kind, Function<EvaluatedDetections, T> making) {
        Object made = derived.get(kind); // making may ask for something else, so not computeIfAbsent
        if (made == null) {
            made = making.apply(this);
            derived.put(kind, made);
        }
        return kind.cast(made);
    }

    /** The same of each class, by its name, in the order of ids; of two classes with one name the second has its id, too. */
    Map<String, EvaluatedDetections> ofEachClass() {
        Map<String, EvaluatedDetections> parts =
                whole().once(Parts.class, EvaluatedDetections::parts).byName();
        if (draw.isEmpty()) {
            return parts;
        }
        Map<String, EvaluatedDetections> drawn = new LinkedHashMap<>();
        parts.forEach((name, part) -> drawn.put(name, part.drawn(draw.get().copies())));
        return drawn;
    }

    private record Parts(Map<String, EvaluatedDetections> byName) {}

    private Parts parts() {
        Map<Long, List<CocoObject>> objects = new HashMap<>();
        Map<Long, List<CocoDetection>> found = new HashMap<>();
        groundTruth.objects().forEach(object -> list(objects, object.categoryId())
                .add(object));
        detections.forEach(detection -> list(found, detection.categoryId()).add(detection));
        Map<String, EvaluatedDetections> parts = new LinkedHashMap<>();
        int place = 0;
        for (Map.Entry<Long, String> category : groundTruth.categories().entrySet()) {
            long id = category.getKey();
            EvaluatedDetections ofClass = new EvaluatedDetections(
                    groundTruth.with(new TreeMap<>(Map.of(id, category.getValue())), list(objects, id)),
                    list(found, id),
                    parameters,
                    Optional.empty(),
                    Optional.of(new Part(this, place)));
            String name = category.getValue();
            parts.put(parts.containsKey(name) ? name + " (" + id + ")" : name, ofClass);
            place++;
        }
        return new Parts(parts);
    }

    private static <T> List<T> list(Map<Long, List<T>> lists, long category) {
        return lists.computeIfAbsent(category, id -> new ArrayList<>());
    }
}
