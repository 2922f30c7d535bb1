package org.fpn4j.data.coco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.data.mask.RunLengthMask;

/**
 * Writes detections as COCO results: a list of {@code {image_id, category_id, bbox: [x, y, width, height], score}}, with
 * {@code segmentation} where there are masks, one entry a line, in the order given.
 */
public final class CocoResultsWriter {
    /**
     * The detections of one image.
     *
     * @param imageId the image's id in the ground truth
     * @param fileName written beside the id; empty to leave it out
     * @param height of the image, which masks are as large as
     * @param width of the image
     * @param detections in pixels of the original image
     */
    public record ImageDetections(long imageId, String fileName, int height, int width, List<Detection> detections) {
        public ImageDetections {
            detections = List.copyOf(detections);
        }
    }

    private final List<Long> categoryIds;

    /** @param categoryIds COCO's category id of each class index */
    public CocoResultsWriter(List<Long> categoryIds) {
        this.categoryIds = List.copyOf(categoryIds);
    }

    /** Writes the list and flushes; the stream stays open. */
    public void write(OutputStream out, List<ImageDetections> images) throws IOException {
        out.write("[\n".getBytes(StandardCharsets.UTF_8));
        JsonGenerator json = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setRootValueSeparator(new SerializedString(",\n"));
        for (ImageDetections image : images) {
            for (Detection detection : image.detections()) {
                writeEntry(json, image, detection);
            }
        }
        json.close();
        out.write("\n]\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void writeEntry(JsonGenerator json, ImageDetections image, Detection detection) throws IOException {
        Box box = detection.box();
        json.writeStartObject();
        json.writeNumberField("image_id", image.imageId());
        if (!image.fileName().isEmpty()) {
            json.writeStringField("file_name", image.fileName());
        }
        json.writeNumberField("category_id", categoryIds.get(detection.label()));
        json.writeArrayFieldStart("bbox");
        json.writeNumber(box.x1());
        json.writeNumber(box.y1());
        json.writeNumber(box.width());
        json.writeNumber(box.height());
        json.writeEndArray();
        if (detection.mask().isPresent()) {
            ObjectMask mask = detection.mask().get().on(image.height(), image.width());
            SegmentationWriter.write(json, RunLengthMask.of(mask));
        }
        json.writeNumberField("score", detection.score());
        json.writeEndObject();
    }
}
