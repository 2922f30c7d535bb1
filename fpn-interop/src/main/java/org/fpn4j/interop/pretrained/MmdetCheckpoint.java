package org.fpn4j.interop.pretrained;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.interop.naming.MmdetNames;

/**
 * A state dict of mmdetection: other names, and where regions are classified another place of the background. It is the last of
 * their scores and the first of ours; boxes and masks of theirs have none, and get zeros, which nothing reads.
 */
record MmdetCheckpoint(NamedTensors tensors) implements Checkpoint {
    private static final Pattern PREDICTOR = Pattern.compile(
            "(.*roi_head\\.)(bbox_head\\.fc_cls|bbox_head\\.fc_reg|mask_head\\.conv_logits)\\.(weight|bias)");
    private static final String DELTAS = "head.box.deltas.";

    static MmdetCheckpoint read(Path file) {
        return new MmdetCheckpoint(NamedTensors.read(file, (theirs, parameters) -> new MmdetNames(parameters)));
    }

    @Override
    public Weights weights() {
        Map<String, NamedTensor> all = tensors.weights().tensors();
        Map<String, NamedTensor> arranged = new LinkedHashMap<>();
        all.forEach((name, tensor) -> arranged.put(name, backgroundFirst(name, tensor, all)));
        return new Weights(arranged);
    }

    private static NamedTensor backgroundFirst(String name, NamedTensor tensor, Map<String, NamedTensor> all) {
        Matcher matcher = PREDICTOR.matcher(name);
        if (!matcher.matches()) {
            return tensor;
        }
        NamedTensor scores = all.get(matcher.group(1) + "bbox_head.fc_cls." + matcher.group(3));
        int classes = scores == null || scores.shape().rank() == 0
                ? 0
                : scores.shape().dim(0) - 1;
        if (classes < 1 || tensor.shape().rank() == 0) {
            return tensor;
        }
        int rows = tensor.shape().dim(0);
        return switch (matcher.group(2)) {
            case "bbox_head.fc_cls" -> lastFirst(tensor);
            case "bbox_head.fc_reg" -> rows == 4 * classes && classes > 1 ? behindZeros(tensor, 4) : tensor;
            default -> rows == classes ? behindZeros(tensor, 1) : tensor;
        };
    }

    private static NamedTensor lastFirst(NamedTensor tensor) {
        int length = tensor.values().length;
        int row = length / tensor.shape().dim(0);
        float[] values = new float[length];
        System.arraycopy(tensor.values(), length - row, values, 0, row);
        System.arraycopy(tensor.values(), 0, values, row, length - row);
        return new NamedTensor(tensor.shape(), values);
    }

    private static NamedTensor behindZeros(NamedTensor tensor, int rows) {
        int[] dims = tensor.shape().dims().stream().mapToInt(Integer::intValue).toArray();
        int row = tensor.values().length / dims[0];
        float[] values = new float[tensor.values().length + rows * row];
        System.arraycopy(tensor.values(), 0, values, rows * row, tensor.values().length);
        dims[0] += rows;
        return new NamedTensor(Shape.of(dims), values);
    }

    @Override
    public Map<String, String> others() {
        return tensors.others();
    }

    @Override
    public UnaryOperator<String> names(Set<String> theirs, List<Parameter> parameters) {
        return tensors.names(theirs, parameters);
    }

    /** The boxes of a single class are as many as those that all classes share; what is wanted tells them apart. */
    @Override
    public NamedTensor arranged(Parameter ours, NamedTensor theirs) {
        if (ours.name().startsWith(DELTAS) && theirs.shape().rank() > 0) {
            return theirs.shape().dim(0) == 4 && ours.shape().dim(0) == 8 ? behindZeros(theirs, 4) : theirs;
        }
        return TransposedConvolution.arranged(ours, theirs);
    }
}
