package org.fpn4j.interop.pretrained;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * A file's tensors with the rows of its classifying convolution in the order of a detector's classes. That convolution's
 * outputs are ordered by anchor, then by class, in every framework that is read here.
 */
record ClassOutputs(Map<String, NamedTensor> tensors, List<String> remarks) {
    private static final String PREDICTOR = "head.cls_logits.";

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
            if (!parameter.name().startsWith(PREDICTOR)) {
                continue;
            }
            int anchors = parameter.shape().dim(0) / classes.count();
            for (Map.Entry<String, NamedTensor> theirs : tensors.entrySet()) {
                NamedTensor tensor = theirs.getValue();
                if (names.apply(theirs.getKey()).equals(parameter.name())
                        && tensor.shape().rank() > 0
                        && tensor.shape().dim(0) % anchors == 0) {
                    int outputs = tensor.shape().dim(0) / anchors;
                    if (choice == null) {
                        counted = outputs;
                        choice = OutputChoice.of(place, framework, outputs, classes);
                    }
                    if (outputs == counted) { // the bias of a damaged file may have others
                        ordered.put(theirs.getKey(), rows(tensor, anchors, outputs, choice.outputs()));
                    }
                }
            }
        }
        return new ClassOutputs(ordered, choice == null ? List.of() : choice.remarks());
    }

    /** {@code anchors * chosen} rows of {@code anchors * outputs}. */
    private static NamedTensor rows(NamedTensor tensor, int anchors, int outputs, List<Integer> chosen) {
        int row = (int) (tensor.shape().size() / tensor.shape().dim(0));
        float[] values = new float[anchors * chosen.size() * row];
        for (int anchor = 0; anchor < anchors; anchor++) {
            for (int i = 0; i < chosen.size(); i++) {
                System.arraycopy(
                        tensor.values(),
                        (anchor * outputs + chosen.get(i)) * row,
                        values,
                        (anchor * chosen.size() + i) * row,
                        row);
            }
        }
        int[] dims = tensor.shape().dims().stream().mapToInt(Integer::intValue).toArray();
        dims[0] = anchors * chosen.size();
        return new NamedTensor(Shape.of(dims), values);
    }
}
