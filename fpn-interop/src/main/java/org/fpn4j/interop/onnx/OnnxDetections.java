package org.fpn4j.interop.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import onnx.Onnx.TensorProto.DataType;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.decoding.Decoding.Measure;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/**
 * What follows the network, made from a {@link Decoding}. Everything has a static size but the batch: each level gives as many
 * slots as it may have candidates, {@code M} in all. A slot without a candidate has a score of -1, which nothing real has.
 * TopK and NonMaxSuppression give the smaller index among equals, and slots are in the order of the decoding, so equal scores
 * are ranked as the decoding says.
 */
final class OnnxDetections {
    private static final double EMPTY = -1;
    private static final double BETWEEN = -0.5; // of scores and EMPTY

    private final OnnxScope scope;
    private final OnnxSlots picked;
    private final Decoding decoding;
    private final int classes;

    /**
     * Slots of all levels.
     *
     * @param scores {@code [N, M]}
     * @param cells {@code [N, M]}
     * @param labels {@code [N, M]}
     * @param count {@code M}
     */
    private record Slots(String scores, String cells, String labels, int count) {
        Slots with(String others) {
            return new Slots(others, cells, labels, count);
        }
    }

    /** @param classes the first of the head's classes, which alone are detected */
    OnnxDetections(OnnxScope scope, Decoding decoding, int classes) {
        this.scope = scope;
        this.picked = new OnnxSlots(scope);
        this.decoding = decoding;
        this.classes = Math.min(classes, decoding.classes());
    }

    Map<String, Tensor> append(Map<String, Tensor> predictions) {
        String all = predictions.get(Decoding.CLASS_LOGITS).name(); // [N, L, K]
        String logits = classes == decoding.classes() ? all : scope.slice(all, 2, 0, classes);
        String deltas = predictions.get(Decoding.BOX_DELTAS).name(); // [N, L, 4]
        String finite = scope.apply("And", isBelowInfinity(logits), areFinite(deltas));
        if (decoding.scores().labels() == Decoding.Labels.BEST) {
            finite = scope.apply("And", finite, areBest(logits));
        }
        String confidences = "";
        if (decoding.scores().useConfidence()) {
            String confidence = predictions.get(decoding.scores().confidence()).name(); // [N, L, 1]
            confidences = scope.apply("Sigmoid", confidence);
            finite = scope.apply("And", finite, areFinite(confidence));
        }
        Slots found = limited(ranked(candidates(scope.apply("Sigmoid", logits), confidences, finite), confidences));
        String whole = boxes(deltas, found.cells());
        String boxes = clipped(whole);
        if (decoding.clipping() == Decoding.Clipping.AFTER_SUPPRESSION) {
            Slots slots = found.with(ofThoseWithArea(found.scores(), whole));
            String kept = suppressed(slots, whole, slots.count()); // some of them clipping may take
            return best(slots, boxes, ofThoseWithArea(kept, boxes));
        }
        Slots slots = found.with(ofThoseWithArea(found.scores(), boxes));
        return best(slots, boxes, suppressed(slots, boxes, Math.min(decoding.maxDetections(), found.count())));
    }

    /** Whether a class is that of a row's largest logit, the first of equals, {@code [N, L, K]}. */
    private String areBest(String logits) {
        String finite = scope.apply("Where", isBelowInfinity(logits), logits, scope.real(-Float.MAX_VALUE));
        String best = scope.apply("ArgMax", List.of(finite), Attributes.integer("axis", -1)); // [N, L, 1]
        return scope.apply(
                "Equal", best, scope.integers(LongStream.range(0, classes).toArray()));
    }

    /** Minus infinity is below every threshold, so logits need no more; what is no number is not below. */
    private String isBelowInfinity(String values) {
        return scope.apply("LessOrEqual", values, scope.real(Float.MAX_VALUE));
    }

    /** Whether all values of a row are finite, {@code [N, L, 1]} of {@code [N, L, V]}. */
    private String areFinite(String rows) {
        String each = scope.apply(
                "Cast",
                List.of(isBelowInfinity(scope.apply("Abs", rows))),
                Attributes.integer("to", DataType.FLOAT.getNumber()));
        String least = scope.apply("ReduceMin", List.of(each), Attributes.integers("axes", -1));
        return scope.apply("Greater", least, scope.real(0));
    }

    private String measure(Measure measure, String classes, String confidences) {
        return switch (measure) {
            case CLASS -> classes;
            case PRODUCT -> scope.apply("Mul", classes, confidences);
            case ROOT_OF_PRODUCT -> scope.apply("Sqrt", scope.apply("Mul", classes, confidences));
        };
    }

    /**
     * The best of each level, with the scores that chose them. Where the threshold is for these scores too, it is enough to
     * ask whether the best are above it.
     *
     * @param finite whether what a score and its box are made of is, {@code [N, L, K]}
     */
    private Slots candidates(String classScores, String confidences, String finite) {
        Decoding.Scores scores = decoding.scores();
        boolean oneMeasure = scores.threshold() == scores.candidates();
        String chosenBy = scope.apply(
                "Where",
                finite,
                measure(scores.candidates(), classScores, confidences),
                scope.real(EMPTY)); // [N, L, K]
        String open = oneMeasure ? chosenBy : above(measure(scores.threshold(), classScores, confidences), chosenBy);
        List<String> best = new ArrayList<>();
        List<String> indices = new ArrayList<>();
        int count = 0;
        int from = 0;
        for (int end : decoding.ends()) {
            if (end == from) {
                continue; // a level that nothing is looked for on
            }
            int slots = (int) Math.min(decoding.candidatesPerLevel(), (long) (end - from) * classes);
            String level = scope.reshape(scope.slice(open, 1, from, end), 0, -1);
            List<String> top = picked.top(level, slots);
            best.add(top.get(0));
            indices.add(scope.apply("Add", top.get(1), scope.integers((long) from * classes)));
            count += slots;
            from = end;
        }
        String index = scope.concat(1, indices); // cell * K + label
        String classCount = scope.integers(classes);
        String slotScores = scope.concat(1, best);
        return new Slots(
                oneMeasure ? above(slotScores, slotScores) : slotScores,
                scope.apply("Div", index, classCount),
                scope.apply("Mod", index, classCount),
                count);
    }

    /** The values where the scores are above the threshold, empty elsewhere. */
    private String above(String scores, String values) {
        String above = scope.apply("Greater", scores, scope.real((float) decoding.scoreThreshold()));
        return scope.apply("Where", above, values, scope.real(EMPTY));
    }

    /** The same slots with the scores of detections. */
    private Slots ranked(Slots slots, String confidences) {
        if (!decoding.scores().ranksAnew()) {
            return slots;
        }
        String confidence = chosen(scope.reshape(confidences, 0, -1), slots.cells());
        String anew = measure(decoding.scores().detections(), slots.scores(), confidence);
        return slots.with(scope.apply("Where", isFilled(slots.scores()), anew, scope.real(EMPTY)));
    }

    /** The best of all levels, where they are fewer. */
    private Slots limited(Slots slots) {
        int most = decoding.maxCandidates();
        if (most >= slots.count()) {
            return slots;
        }
        List<String> top = picked.top(slots.scores(), most);
        return new Slots(top.get(0), chosen(slots.cells(), top.get(1)), chosen(slots.labels(), top.get(1)), most);
    }

    /** Values {@code [N, S]} of slots {@code [N, M]} at places {@code [N, S]}. */
    private String chosen(String values, String places) {
        return scope.apply("GatherElements", List.of(values, places), Attributes.integer("axis", 1));
    }

    private String isFilled(String scores) {
        return scope.apply("Greater", scores, scope.real(BETWEEN));
    }

    /** Rows {@code [N, M, V]} of a constant {@code [L, V]}. */
    private String constantRows(String name, int width, float[] values, String cells) {
        Shape shape = Shape.of(values.length / width, width);
        String full = scope.path() + "." + name;
        scope.nodes().reserve(full, shape);
        return scope.apply("Gather", scope.nodes().constant(full, shape, values), cells);
    }

    /** Corners of the slots, {@code [N, M, 4]}. */
    private String boxes(String values, String cells) {
        String raw = picked.rows(values, cells);
        return decoding.boxes().accept(new Boxes.Visitor<>() {
            @Override
            public String deltas(Boxes.Deltas deltas) {
                String anchors = constantRows("anchors", 4, deltas.anchors(), cells);
                return scope.decodeDeltas(raw, anchors, deltas.centerWeight(), deltas.sizeWeight(), deltas.clamp());
            }

            @Override
            public String distances(Boxes.Distances distances) {
                String points = constantRows("points", 2, distances.points(), cells);
                String pixels = scope.apply("Mul", raw, constantRows("units", 1, distances.units(), cells));
                return scope.concat(
                        -1,
                        List.of(
                                scope.apply("Sub", points, scope.slice(pixels, -1, 0, 2)),
                                scope.apply("Add", points, scope.slice(pixels, -1, 2, 4))));
            }

            @Override
            public String centers(Boxes.Centers centers) {
                String first = constantRows("corners", 2, centers.corners(), cells);
                String pixels = scope.apply("Mul", raw, constantRows("units", 1, centers.units(), cells));
                String center = scope.apply("Add", first, scope.slice(pixels, -1, 0, 2));
                String half = scope.apply("Mul", scope.slice(pixels, -1, 2, 4), scope.real(0.5));
                return scope.concat(-1, List.of(scope.apply("Sub", center, half), scope.apply("Add", center, half)));
            }
        });
    }

    /** The boxes inside the image. */
    private String clipped(String corners) {
        float width = decoding.imageWidth();
        float height = decoding.imageHeight();
        String inside = scope.apply("Min", corners, scope.nodes().reals(width, height, width, height));
        return scope.apply("Max", inside, scope.real(0));
    }

    /** Scores {@code [N, M]}, empty where nothing is in the box. */
    private String ofThoseWithArea(String scores, String boxes) {
        String sides = scope.apply("Sub", scope.slice(boxes, -1, 2, 4), scope.slice(boxes, -1, 0, 2));
        String shorter = scope.apply(
                "ReduceMin", List.of(sides), Attributes.integers("axes", -1), Attributes.integer("keepdims", 0));
        return scope.apply("Where", scope.apply("Greater", shorter, scope.real(0)), scores, scope.real(EMPTY));
    }

    /** Scores {@code [N, M]} of the slots that suppression keeps, of each class the best few, the others empty. */
    private String suppressed(Slots slots, String boxes, int ofClass) {
        long[] every = LongStream.range(0, classes).toArray();
        String each = scope.reshape(scope.integers(every), 1, -1, 1);
        String own = scope.apply("Equal", scope.apply("Unsqueeze", slots.labels(), scope.integers(1)), each);
        String scores = scope.apply("Unsqueeze", slots.scores(), scope.integers(1));
        String perClass = scope.apply("Where", own, scores, scope.real(EMPTY)); // [N, K, M]
        String selected = scope.apply( // [S, 3]: image, class, slot
                "NonMaxSuppression",
                boxes,
                perClass,
                scope.integers(ofClass),
                scope.real((float) decoding.nmsThreshold()),
                scope.real(BETWEEN));
        String places = scope.apply("Gather", List.of(selected, scope.integers(0, 2)), Attributes.integer("axis", 1));
        String none = scope.apply(
                "ConstantOfShape",
                List.of(scope.apply("Shape", slots.scores())),
                Attributes.tensor("value", OnnxNodes.tensor("", Shape.of(1), new float[] {(float) EMPTY})));
        return scope.apply("ScatterND", none, places, scope.apply("GatherND", slots.scores(), places));
    }

    private Map<String, Tensor> best(Slots slots, String boxes, String kept) {
        int most = Math.min(decoding.maxDetections(), slots.count());
        List<String> top = picked.top(kept, most);
        String filled = isFilled(top.get(0)); // [N, D]
        String scores = scope.apply("Where", filled, top.get(0), scope.real(0));
        String labels = chosen(slots.labels(), top.get(1));
        String found = scope.apply("Unsqueeze", filled, scope.integers(-1));
        String count = scope.apply("Cast", List.of(filled), Attributes.integer("to", DataType.INT64.getNumber()));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(
                "boxes",
                new OnnxValue(
                        scope.apply("Where", found, picked.rows(boxes, top.get(1)), scope.real(0)),
                        Shape.of(1, most, 4),
                        DataType.FLOAT));
        outputs.put("scores", new OnnxValue(scores, Shape.of(1, most), DataType.FLOAT));
        outputs.put(
                "labels",
                new OnnxValue(
                        scope.apply("Where", filled, labels, scope.integers(-1)), Shape.of(1, most), DataType.INT64));
        outputs.put(
                "num_detections",
                new OnnxValue(
                        scope.apply("ReduceSum", List.of(count, scope.integers(1)), Attributes.integer("keepdims", 0)),
                        Shape.of(1),
                        DataType.INT64));
        return outputs;
    }
}
