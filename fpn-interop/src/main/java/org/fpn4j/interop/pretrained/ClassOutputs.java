package org.fpn4j.interop.pretrained;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights.NamedTensor;

/** A file's tensors with the rows of its predictors in the order of a detector's classes. */
record ClassOutputs(Map<String, NamedTensor> tensors, List<String> remarks) {
    private static final List<Predictor> PREDICTORS = List.of(
            Predictor.of("head.cls_logits", 0, 1),
            Predictor.of("head.cls_logits.pointwise", 0, 1),
            Predictor.of("head.cls_logits.P\\d+", 1, 1), // of each level its own: SSD
            Predictor.of("head.cls_logits.P\\d+.pointwise", 1, 1),
            Predictor.of("head.cls_preds.\\d+", 0, 1),
            Predictor.of("head.box.classes", 1, 1),
            Predictor.of("head.box.deltas", 1, 4),
            Predictor.of("head.mask.logits", 1, 1));

    /**
     * A layer with outputs for each class. Its rows are ordered by anchor, then by class, then by value, in every framework
     * that is read here.
     *
     * @param names of its parameters
     * @param background outputs before those of classes, which are of no object
     * @param values of each output
     */
    private record Predictor(Pattern names, int background, int values) {
        /** That of a scope, whose dots may stand for themselves. */
        static Predictor of(String scope, int background, int values) {
            return new Predictor(Pattern.compile(scope + "[.]\\w+"), background, values);
        }

        /** Whether a parameter is this layer's. */
        boolean has(Parameter parameter) {
            return names.matcher(parameter.name()).matches();
        }

        /** Anchors of ours, where each has all classes; 0 where classes share their values. */
        int anchors(Parameter parameter, int classes) {
            return parameter.shape().dim(0) / ((classes + background) * values);
        }

        /** Outputs of a tensor of theirs for each anchor, those of the background among them; 0 where its rows are no such. */
        int outputs(Shape theirs, int anchors) {
            return theirs.rank() > 0 && theirs.dim(0) % (anchors * values) == 0
                    ? theirs.dim(0) / (anchors * values)
                    : 0;
        }

        /** Those outputs that are kept. */
        List<Integer> kept(OutputChoice choice) {
            List<Integer> kept =
                    new ArrayList<>(IntStream.range(0, background).boxed().toList());
            kept.addAll(choice.outputs());
            return kept;
        }
    }

    static ClassOutputs of(
            String place,
            Framework framework,
            Map<String, NamedTensor> tensors,
            UnaryOperator<String> names,
            List<Parameter> parameters,
            HeadClasses classes) {
        Map<String, NamedTensor> ordered = new LinkedHashMap<>(tensors);
        OutputChoice choice = null;
        int counted = 0;
        for (Parameter parameter : parameters) {
            Predictor predictor = PREDICTORS.stream()
                    .filter(each -> each.has(parameter))
                    .findFirst()
                    .orElse(null);
            int anchors = predictor == null ? 0 : predictor.anchors(parameter, classes.count());
            if (anchors == 0) {
                continue;
            }
            for (Map.Entry<String, NamedTensor> theirs : tensors.entrySet()) {
                NamedTensor tensor = theirs.getValue();
                int outputs = predictor.outputs(tensor.shape(), anchors);
                if (outputs == 0 || !names.apply(theirs.getKey()).equals(parameter.name())) {
                    continue;
                }
                if (choice == null) {
                    counted = outputs;
                    choice = OutputChoice.of(place, framework, outputs, predictor.background(), classes);
                }
                if (outputs == counted) { // the bias of a damaged file may have others
                    ordered.put(
                            theirs.getKey(),
                            rows(tensor, anchors, outputs, predictor.kept(choice), predictor.values()));
                }
            }
        }
        return new ClassOutputs(ordered, choice == null ? List.of() : choice.remarks());
    }

    /** {@code anchors * kept * values} rows of {@code anchors * outputs * values}. */
    private static NamedTensor rows(NamedTensor tensor, int anchors, int outputs, List<Integer> kept, int values) {
        int row = (int) (tensor.shape().size() / tensor.shape().dim(0));
        int block = row * values;
        float[] chosen = new float[anchors * kept.size() * block];
        for (int anchor = 0; anchor < anchors; anchor++) {
            for (int i = 0; i < kept.size(); i++) {
                System.arraycopy(
                        tensor.values(),
                        (anchor * outputs + kept.get(i)) * block,
                        chosen,
                        (anchor * kept.size() + i) * block,
                        block);
            }
        }
        int[] dims = tensor.shape().dims().stream().mapToInt(Integer::intValue).toArray();
        dims[0] = anchors * kept.size() * values;
        return new NamedTensor(Shape.of(dims), chosen);
    }
}
