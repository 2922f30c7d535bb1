package org.fpn4j.experiments.illustration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.experiments.report.CurvePoint;

/** Curves out of the lines of {@code metrics.jsonl}. */
public final class Curves {
    private static final int MOST_POINTS = 400;

    private Curves() {}

    /** The sum of all losses by step. */
    public static List<CurvePoint> loss(List<JsonNode> lines) {
        return thinned(points(lines, "/loss"));
    }

    /** Each loss by step. */
    public static Map<String, List<CurvePoint>> losses(List<JsonNode> lines) {
        Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
        lines.stream().filter(line -> line.has("losses")).findFirst().ifPresent(first -> first.get("losses")
                .fieldNames()
                .forEachRemaining(name -> curves.put(name, thinned(points(lines, "/losses/" + name)))));
        return curves;
    }

    public static List<CurvePoint> learningRate(List<JsonNode> lines) {
        return thinned(points(lines, "/lr"));
    }

    /** The metrics of each evaluation by step. */
    public static Map<String, List<CurvePoint>> metrics(List<JsonNode> lines, List<String> names) {
        Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
        names.forEach(name -> curves.put(name, points(lines, "/metrics/" + name)));
        return curves;
    }

    private static List<CurvePoint> points(List<JsonNode> lines, String pointer) {
        List<CurvePoint> points = new ArrayList<>();
        for (JsonNode line : lines) {
            JsonNode value = line.at(pointer);
            if (value.isNumber()) {
                points.add(new CurvePoint(line.get("step").asDouble(), value.asDouble()));
            }
        }
        return points;
    }

    /** Means of equally many neighbours, so that a page stays small. */
    private static List<CurvePoint> thinned(List<CurvePoint> points) {
        int width = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
        if (width <= 1) {
            return points;
        }
        List<CurvePoint> thinned = new ArrayList<>();
        for (int start = 0; start < points.size(); start += width) {
            List<CurvePoint> part = points.subList(start, Math.min(start + width, points.size()));
            thinned.add(new CurvePoint(
                    part.get(part.size() - 1).step(),
                    part.stream().mapToDouble(CurvePoint::value).average().orElseThrow()));
        }
        return thinned;
    }
}
