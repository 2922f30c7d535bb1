package org.fpn4j.data.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import org.fpn4j.core.merging.PooledSuppression;
import org.fpn4j.core.merging.ScoredBox;
import org.fpn4j.data.tiling.Extent;
import org.fpn4j.data.tiling.TileGrid;
import org.fpn4j.data.tiling.TileObjects;
import org.fpn4j.data.tiling.TilePlace;
import org.fpn4j.data.transform.InputSize;

/**
 * An image in tiles, and what somebody expects of it.
 *
 * @param folder of the case, with its files
 */
record TileCase(JsonNode expectation, Path folder) {
    /** Names that files have for a detection's class. */
    private static final List<String> CLASS_KEYS = List.of("label", "class", "class_id", "category_id", "category");

    /** Asks for each expected value. */
    void check() throws IOException {
        String kind = expectation.path("kind").asText();
        assertThat(kind).as("kind of case that is known").isIn("tile-grid", "tile-boxes", "tile-merge");
        CaseAnswers.check(
                expectation.get("expect"),
                switch (kind) {
                    case "tile-grid" -> grid();
                    case "tile-boxes" -> boxes();
                    default -> merged();
                });
    }

    private JsonNode parameters() {
        return expectation.get("parameters");
    }

    private JsonNode file(String name) throws IOException {
        return CaseAnswers.JSON.readTree(folder.resolve(name).toFile());
    }

    private static InputSize tile(JsonNode of) {
        JsonNode tile = of.path("tile");
        int side = tile.asInt();
        return new InputSize(
                of.path("tile_height").asInt(side), of.path("tile_width").asInt(side));
    }

    private TileGrid grid(JsonNode image) {
        return new TileGrid(
                image.get("image_width").asInt(),
                image.get("image_height").asInt(),
                tile(parameters()),
                parameters().get("overlap").asInt());
    }

    private ObjectNode grid() {
        TileGrid grid = grid(parameters());
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        ArrayNode x = answers.putArray("x_starts");
        grid.xStarts().forEach(x::add);
        ArrayNode y = answers.putArray("y_starts");
        grid.yStarts().forEach(y::add);
        List<TilePlace> places = grid.places();
        BitSet covered = new BitSet();
        boolean inside = true;
        for (TilePlace place : places) {
            inside &= place.x() >= 0
                    && place.y() >= 0
                    && place.x() + place.width() <= grid.width()
                    && place.y() + place.height() <= grid.height();
            for (int row = place.y(); row < place.y() + place.height(); row++) {
                covered.set(row * grid.width() + place.x(), row * grid.width() + place.x() + place.width());
            }
        }
        assertThat(grid.count()).isEqualTo(places.size());
        return answers.put("tiles", new HashSet<>(places).size())
                .put("every_pixel_covered", covered.cardinality() == grid.width() * grid.height())
                .put("all_inside", inside);
    }

    private static Extent extent(JsonNode box) {
        return new Extent(
                box.get(0).asDouble(),
                box.get(1).asDouble(),
                box.get(2).asDouble(),
                box.get(3).asDouble());
    }

    private static void put(ObjectNode node, Extent box) {
        node.putArray("box").add(box.x1()).add(box.y1()).add(box.x2()).add(box.y2());
    }

    private static void add(ArrayNode list, List<TileObjects.Part> parts) {
        for (TileObjects.Part part : parts) {
            ObjectNode one = list.addObject().put("object", part.object());
            put(one, part.box());
            one.put("visible", part.visible());
        }
    }

    private ObjectNode boxes() throws IOException {
        JsonNode objects = file(expectation.get("inputs").get(0).asText());
        TileGrid grid = grid(objects);
        List<Extent> boxes = new ArrayList<>();
        objects.get("boxes").forEach(box -> boxes.add(extent(box)));
        double least = parameters().get("min_visible").asDouble();
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        ArrayNode tiles = answers.putArray("tiles");
        for (TilePlace place : grid.places()) {
            TileObjects found = TileObjects.of(place, grid.width(), grid.height(), boxes, least);
            ObjectNode tile = tiles.addObject().put("x", place.x()).put("y", place.y());
            add(tile.putArray("boxes"), found.shown());
            add(tile.putArray("too_little_visible"), found.tooLittle());
        }
        return answers;
    }

    private ObjectNode merged() throws IOException {
        JsonNode data = file(expectation.get("inputs").get(0).asText());
        int width = parameters().path("image_width").asInt(Integer.MAX_VALUE);
        int height = parameters().path("image_height").asInt(Integer.MAX_VALUE);
        InputSize size = tile(data);
        List<String> classes = new ArrayList<>();
        List<JsonNode> found = new ArrayList<>();
        List<ScoredBox> boxes = new ArrayList<>();
        for (JsonNode tile : data.get("tiles")) {
            TilePlace place = new TilePlace(
                    tile.get("x").asInt(),
                    tile.get("y").asInt(),
                    Math.min(width, size.width()),
                    Math.min(height, size.height()));
            for (JsonNode detection : tile.get("detections")) {
                Extent box = place.inImage(extent(detection.get("box")));
                found.add(detection);
                boxes.add(new ScoredBox(
                        label(detection, classes),
                        detection.get("score").asDouble(),
                        box.x1(),
                        box.y1(),
                        box.x2(),
                        box.y2()));
            }
        }
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        ArrayNode list = answers.putArray("detections");
        double overlap = parameters().get("nms_iou").asDouble();
        for (int kept : new PooledSuppression(overlap, Integer.MAX_VALUE).kept(boxes)) {
            ScoredBox box = boxes.get(kept);
            ObjectNode one = list.addObject();
            put(one, new Extent(box.x1(), box.y1(), box.x2(), box.y2()));
            one.put("score", box.score());
            CLASS_KEYS.stream()
                    .filter(found.get(kept)::has)
                    .forEach(key -> one.set(key, found.get(kept).get(key)));
        }
        return answers;
    }

    private static int label(JsonNode detection, List<String> classes) {
        String name = CLASS_KEYS.stream()
                .filter(detection::has)
                .map(key -> detection.get(key).asText())
                .findFirst()
                .orElse("");
        if (!classes.contains(name)) {
            classes.add(name);
        }
        return classes.indexOf(name);
    }
}
