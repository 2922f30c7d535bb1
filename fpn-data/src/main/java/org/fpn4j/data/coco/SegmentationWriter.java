package org.fpn4j.data.coco;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.fpn4j.data.mask.Polygon;
import org.fpn4j.data.mask.Polygons;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.data.mask.Segmentation;

/** Writes a {@code segmentation} as COCO has it: polygons as they are, run lengths in compressed spelling. */
public final class SegmentationWriter {
    private SegmentationWriter() {}

    /** Writes the field into the object that is being written. */
    public static void write(JsonGenerator json, Segmentation segmentation) throws IOException {
        json.writeFieldName("segmentation");
        if (segmentation instanceof RunLengthMask mask) {
            writeRuns(json, mask);
        } else if (segmentation instanceof Polygons polygons) {
            json.writeStartArray();
            for (Polygon part : polygons.parts()) {
                writePolygon(json, part);
            }
            json.writeEndArray();
        }
    }

    private static void writeRuns(JsonGenerator json, RunLengthMask mask) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("size");
        json.writeNumber(mask.height());
        json.writeNumber(mask.width());
        json.writeEndArray();
        json.writeStringField("counts", mask.text());
        json.writeEndObject();
    }

    private static void writePolygon(JsonGenerator json, Polygon polygon) throws IOException {
        json.writeStartArray();
        for (int point = 0; point < polygon.points(); point++) {
            json.writeNumber(polygon.x(point));
            json.writeNumber(polygon.y(point));
        }
        json.writeEndArray();
    }
}
