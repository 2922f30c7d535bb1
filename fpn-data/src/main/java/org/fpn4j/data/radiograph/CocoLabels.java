package org.fpn4j.data.radiograph;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;

/** A split as COCO's JSON. */
final class CocoLabels {
    private CocoLabels() {}

    static void write(OutputStream out, Dataset dataset) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeArrayFieldStart("images");
            for (ImageEntry image : dataset.images()) {
                json.writeStartObject();
                json.writeNumberField("id", image.id());
                json.writeStringField("file_name", image.fileName());
                json.writeNumberField("width", image.width());
                json.writeNumberField("height", image.height());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("categories");
            for (Category category : dataset.categories()) {
                json.writeStartObject();
                json.writeNumberField("id", category.id());
                json.writeStringField("name", category.name());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("annotations");
            for (ImageEntry image : dataset.images()) {
                for (Annotation annotation : image.annotations()) {
                    writeAnnotation(
                            json,
                            image,
                            annotation,
                            dataset.categories().get(annotation.categoryIndex()).id());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeAnnotation(JsonGenerator json, ImageEntry image, Annotation annotation, long categoryId)
            throws IOException {
        Box box = annotation.box();
        json.writeStartObject();
        json.writeNumberField("id", annotation.id());
        json.writeNumberField("image_id", image.id());
        json.writeNumberField("category_id", categoryId);
        json.writeArrayFieldStart("bbox");
        json.writeNumber((double) box.x1());
        json.writeNumber((double) box.y1());
        json.writeNumber((double) box.x2() - box.x1()); // in double, x + width gives x2 back to the last bit
        json.writeNumber((double) box.y2() - box.y1());
        json.writeEndArray();
        json.writeNumberField("area", annotation.area());
        json.writeNumberField("iscrowd", 0);
        json.writeEndObject();
    }
}
