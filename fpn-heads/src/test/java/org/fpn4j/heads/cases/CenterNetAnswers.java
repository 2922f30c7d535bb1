package org.fpn4j.heads.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.decoding.Candidates;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.region.Peaks;
import org.fpn4j.heads.centernet.GaussianRadius;
import org.fpn4j.heads.centernet.HeatMap;

/** What the classes of the CenterNet head say of a case. */
final class CenterNetAnswers {
    private CenterNetAnswers() {}

    static Map<String, Object> radii(JsonNode input) {
        double overlap = input.get("min_overlap").asDouble();
        List<double[]> radii = new ArrayList<>();
        List<Double> radius = new ArrayList<>();
        List<Integer> whole = new ArrayList<>();
        for (JsonNode sides : input.get("height_width")) {
            double height = sides.get(0).asDouble();
            double width = sides.get(1).asDouble();
            double least = GaussianRadius.EXACT.of(height, width, overlap);
            radii.add(GaussianRadius.EXACT.distances(height, width, overlap));
            radius.add(least);
            whole.add((int) least);
        }
        boolean nan = radius.stream().anyMatch(one -> one.isNaN());
        return Map.of("radii", radii, "radius", radius, "integer_radius", whole, "nan", nan);
    }

    static Map<String, Object> heatMap(JsonNode input) {
        int height = input.get("height").asInt();
        int width = input.get("width").asInt();
        int classes = 0;
        for (JsonNode object : input.get("objects")) {
            classes = Math.max(classes, object.get("class_id").asInt() + 1);
        }
        HeatMap map = new HeatMap(height, width, classes);
        Map<String, List<double[]>> sizes = new LinkedHashMap<>();
        for (JsonNode object : input.get("objects")) {
            int x = object.get("cell_x").asInt();
            int y = object.get("cell_y").asInt();
            map.draw(object.get("class_id").asInt(), y, x, object.get("radius").asInt());
            sizes.computeIfAbsent(x + "," + y, key -> new ArrayList<>()).add(new double[] {
                object.get("width").asDouble(), object.get("height").asDouble()
            });
        }
        sizes.values().removeIf(wanted -> wanted.size() < 2);
        float[][][] heat = new float[classes][height][width];
        int[] peaks = new int[classes];
        for (int i = 0; i < map.values().length; i++) {
            int cell = i / classes;
            heat[i % classes][cell / width][cell % width] = map.values()[i];
            peaks[i % classes] += map.values()[i] == 1 ? 1 : 0;
        }
        return Map.of("heatmap", heat, "peaks", peaks, "sizes_wanted_at_cell", sizes);
    }

    static Map<String, Object> detections(JsonNode input, JsonNode parameters) {
        JsonNode maps = input.get("heatmap");
        int classes = maps.size();
        int height = maps.get(0).size();
        int width = maps.get(0).get(0).size();
        int cells = height * width;
        float stride = parameters.get("stride").asInt();
        float[] heat = Numbers.flat(maps);
        float[] peaks = new float[heat.length];
        new Peaks().decide(List.of(heat), List.of(Shape.of(1, classes, height, width)), peaks);
        Candidates candidates = new Candidates();
        for (int i = 0; i < peaks.length; i++) {
            if (peaks[i] != Peaks.NO_PEAK) {
                candidates.add(peaks[i], i);
            }
        }
        float[] offsets = Numbers.flat(input.get("offset_xy"));
        float[] sizes = Numbers.flat(input.get("size_wh"));
        float[] box = new float[4];
        List<Map<String, Object>> detections = new ArrayList<>();
        for (long key : candidates.best(parameters.get("top").asInt())) {
            int cell = Candidates.index(key) % cells;
            int row = cell / width;
            float[] corner = {cell % width * stride, row * stride};
            float[] values = {offsets[cell], offsets[cells + cell], sizes[cell], sizes[cells + cell]};
            new Boxes.Centers(corner, new float[] {stride}).decode(values, 0, box, 0);
            detections.add(Map.of(
                    "class_id", Candidates.index(key) / cells, "score", Candidates.score(key), "box", box.clone()));
        }
        return Map.of("detections", detections);
    }
}
