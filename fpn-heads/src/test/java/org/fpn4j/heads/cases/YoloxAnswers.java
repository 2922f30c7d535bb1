package org.fpn4j.heads.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fpn4j.core.decoding.Logits;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.yolox.SimOta;
import org.fpn4j.heads.yolox.YoloxCells;

/** What the classes of YOLOX's head say of a case. */
final class YoloxAnswers {
    private YoloxAnswers() {}

    static Map<String, Object> assigned(JsonNode input, JsonNode parameters) {
        SimOta simOta = new SimOta(parameters.path("candidate_topk").asInt(10));
        float[][] overlaps = rows(input.get("iou"));
        float[][] costs = rows(input.get("cost"));
        double[][] exact = new double[costs.length][];
        for (int object = 0; object < costs.length; object++) {
            float[] row = costs[object];
            exact[object] =
                    IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
        }
        int[] matches = simOta.match(exact, overlaps, costs.length == 0 ? 0 : costs[0].length);
        int[] empty = IntStream.range(0, costs.length)
                .filter(object -> IntStream.of(matches).noneMatch(match -> match == object))
                .toArray();
        return Map.of(
                "dynamic_k", simOta.counts(overlaps),
                "assigned", matches,
                "ground_truths_without_candidate", empty);
    }

    private static float[][] rows(JsonNode matrix) {
        float[][] rows = new float[matrix.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Numbers.flat(matrix.get(i));
        }
        return rows;
    }

    /** Corners and scores of all cells; of each level there are maps of x, y, w, h, objectness and classes. */
    static Map<String, Object> decoded(JsonNode input) {
        List<LevelSpec> levels = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        List<float[]> cells = new ArrayList<>();
        input.get("levels").forEach(level -> {
            JsonNode maps = level.get("values");
            int rows = maps.get(0).size();
            int columns = maps.get(0).get(0).size();
            levels.add(new LevelSpec(
                    Integer.numberOfTrailingZeros(level.get("stride").asInt()), maps.size()));
            shapes.add(Shape.of(1, maps.size(), rows, columns));
            for (int cell = 0; cell < rows * columns; cell++) {
                float[] values = new float[maps.size()];
                for (int map = 0; map < values.length; map++) {
                    values[map] = (float) maps.get(map)
                            .get(cell / columns)
                            .get(cell % columns)
                            .asDouble();
                }
                cells.add(values);
            }
        });
        int side = levels.get(0).stride()
                * Math.max(shapes.get(0).height(), shapes.get(0).width());
        YoloxCells grid = YoloxCells.of(new PyramidSpec("P", levels), new HeadInputs(side, side, shapes));
        float[] raw = new float[4 * cells.size()];
        for (int cell = 0; cell < cells.size(); cell++) {
            System.arraycopy(cells.get(cell), 0, raw, 4 * cell, 4);
        }
        float[] corners = grid.boxes().decode(raw);
        List<double[]> answers = new ArrayList<>();
        for (int cell = 0; cell < cells.size(); cell++) {
            float[] values = cells.get(cell);
            double[] answer = new double[values.length - 1];
            for (int i = 0; i < answer.length; i++) {
                answer[i] = i < 4 ? corners[4 * cell + i] : Logits.sigmoid(values[4]) * Logits.sigmoid(values[i + 1]);
            }
            answers.add(answer);
        }
        return Map.of("boxes_and_scores", answers);
    }
}
