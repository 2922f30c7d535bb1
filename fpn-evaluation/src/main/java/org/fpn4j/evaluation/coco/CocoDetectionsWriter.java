package org.fpn4j.evaluation.coco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.fpn4j.data.coco.SegmentationWriter;

/**
 * Writes detections as COCO results, one entry a line, in the order given and with every digit: what {@link
 * CocoDetectionsFile} reads of them is what was written, and scores the same.
 */
public final class CocoDetectionsWriter {
    private final Map<Long, String> fileNames;

    /** @param fileNames of the images, written beside their ids; those without one are absent */
    public CocoDetectionsWriter(Map<Long, String> fileNames) {
        this.fileNames = Map.copyOf(fileNames);
    }

    /** Writes the list and flushes; the stream stays open. */
    public void write(OutputStream out, List<CocoDetection> detections) throws IOException {
        out.write("[\n".getBytes(StandardCharsets.UTF_8));
        JsonGenerator json = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setRootValueSeparator(new SerializedString(",\n"));
        for (CocoDetection detection : detections) {
            writeEntry(json, detection);
        }
        json.close();
        out.write("\n]\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void writeEntry(JsonGenerator json, CocoDetection detection) throws IOException {
        json.writeStartObject();
        json.writeNumberField("image_id", detection.imageId());
        if (fileNames.containsKey(detection.imageId())) {
            json.writeStringField("file_name", fileNames.get(detection.imageId()));
        }
        json.writeNumberField("category_id", detection.categoryId());
        json.writeArrayFieldStart("bbox");
        json.writeNumber(detection.x());
        json.writeNumber(detection.y());
        json.writeNumber(detection.width());
        json.writeNumber(detection.height());
        json.writeEndArray();
        if (detection.mask().isPresent()) {
            SegmentationWriter.write(json, detection.mask().get());
        }
        json.writeNumberField("score", detection.score());
        json.writeEndObject();
    }
}
