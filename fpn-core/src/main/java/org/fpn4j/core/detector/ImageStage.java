package org.fpn4j.core.detector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.execution.InputStage;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.head.ProposalStage;

/** A head's stage as one of a network: batches told apart by image, and what is made of each put together. */
final class ImageStage implements InputStage {
    private final ProposalStage stage;
    private final int batch;
    private final OfImage ofImage;

    /** What is made of one image's outputs. */
    @FunctionalInterface
    interface OfImage {
        Map<String, float[]> make(int image, RawOutputs outputs);
    }

    ImageStage(ProposalStage stage, int batch, OfImage ofImage) {
        this.stage = stage;
        this.batch = batch;
        this.ofImage = ofImage;
    }

    @Override
    public List<String> reads() {
        return stage.reads().stream().map(OutputPart.HEAD::output).toList();
    }

    @Override
    public Map<String, float[]> make(Map<String, TensorView> outputs) {
        List<Map<String, float[]>> rows = new ArrayList<>();
        List<RawOutputs> images = ofImages(inner(outputs), batch);
        for (int image = 0; image < batch; image++) {
            rows.add(ofImage.make(image, images.get(image)));
        }
        Map<String, float[]> joined = new LinkedHashMap<>();
        stage.inputs().forEach((name, shape) -> joined.put(name, join(name, (int) shape.size(), rows)));
        return joined;
    }

    private float[] join(String name, int length, List<Map<String, float[]>> rows) {
        float[] joined = new float[rows.size() * length];
        for (int i = 0; i < rows.size(); i++) {
            float[] row = rows.get(i).get(name);
            if (row == null || row.length != length) {
                throw new IllegalArgumentException("stage[" + stage.name() + "]: input[" + name + "] of an image has ["
                        + length + "] values, got " + (row == null ? "none" : "[" + row.length + "]"));
            }
            System.arraycopy(row, 0, joined, i * length, length);
        }
        return joined;
    }

    /** A detector's outputs by the names that the head has for them. */
    static Map<String, TensorView> inner(Map<String, TensorView> outputs) {
        Map<String, TensorView> inner = new LinkedHashMap<>();
        outputs.forEach((name, view) -> inner.put(OutputPart.HEAD.inner(name), view));
        return inner;
    }

    /** The values of each image of a batch. */
    static List<RawOutputs> ofImages(Map<String, TensorView> ofBatch, int batch) {
        List<RawOutputs> images = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            long image = i;
            Map<String, TensorView> views = new LinkedHashMap<>();
            ofBatch.forEach((name, view) -> {
                long row = view.size() / batch;
                views.put(name, view.part(image * row, row));
            });
            images.add(new RawOutputs(views));
        }
        return images;
    }
}
