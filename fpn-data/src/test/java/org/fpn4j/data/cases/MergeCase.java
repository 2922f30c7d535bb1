package org.fpn4j.data.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.fpn4j.core.merging.FusedBox;
import org.fpn4j.core.merging.ScoredBox;
import org.fpn4j.core.merging.WeightedBoxesFusion;

/**
 * Boxes of several models or readers, and what somebody expects of them together.
 *
 * @param folder of the case, with its files
 */
record MergeCase(JsonNode expectation, Path folder) {
    private static final int MAJORITY = 2;

    /** Asks for each expected value. */
    void check() throws IOException {
        String kind = expectation.path("kind").asText();
        assertThat(kind).as("kind of case that is known").matches("readers|wbf-[a-z-]+");
        CaseAnswers.check(expectation.get("expect"), kind.equals("readers") ? ofReaders() : ofModels());
    }

    private JsonNode file(String name) throws IOException {
        return CaseAnswers.JSON.readTree(folder.resolve(name).toFile());
    }

    private static List<List<ScoredBox>> voters(Iterator<JsonNode> voters, List<String> labels) {
        List<List<ScoredBox>> all = new ArrayList<>();
        while (voters.hasNext()) {
            List<ScoredBox> own = new ArrayList<>();
            for (JsonNode one : voters.next()) {
                String label = one.get("label").asText();
                if (!labels.contains(label)) {
                    labels.add(label);
                }
                JsonNode box = one.get("box");
                own.add(new ScoredBox(
                        labels.indexOf(label),
                        one.path("score").asDouble(1),
                        box.get(0).asDouble(),
                        box.get(1).asDouble(),
                        box.get(2).asDouble(),
                        box.get(3).asDouble()));
            }
            all.add(own);
        }
        return all;
    }

    private static ObjectNode described(ArrayNode list, FusedBox fused, List<String> labels) {
        ScoredBox box = fused.box();
        ObjectNode one = list.addObject().put("label", labels.get(box.label()));
        one.putArray("box").add(box.x1()).add(box.y1()).add(box.x2()).add(box.y2());
        return one;
    }

    private ObjectNode ofReaders() throws IOException {
        List<String> labels = new ArrayList<>();
        List<List<ScoredBox>> readers = voters(file("readers.json").elements(), labels);
        double overlap = expectation.path("parameters").path("iou_threshold").asDouble();
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        ArrayNode merged = answers.putArray("merged");
        ArrayNode majority = answers.putArray("at_least_two_readers");
        for (FusedBox fused : new WeightedBoxesFusion(overlap, 0).fuse(readers)) {
            for (ArrayNode list : fused.voters() < MAJORITY ? List.of(merged) : List.of(merged, majority)) {
                described(list, fused, labels)
                        .put("readers", fused.voters())
                        .put("share", (double) fused.voters() / readers.size());
            }
        }
        return answers;
    }

    private ObjectNode ofModels() throws IOException {
        JsonNode data = file("detections.json");
        List<String> labels = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        data.get("weights").forEach(weight -> weights.add(weight.asDouble()));
        WeightedBoxesFusion fusion = new WeightedBoxesFusion(
                data.get("iou_threshold").asDouble(), data.get("skip_threshold").asDouble());
        ObjectNode answers = CaseAnswers.JSON.createObjectNode();
        ArrayNode list = answers.putArray("fused");
        boolean bounded = true;
        for (FusedBox fused : fusion.fuse(voters(data.get("models").elements(), labels), weights)) {
            described(list, fused, labels).put("score", fused.box().score()).put("boxes", fused.boxes());
            bounded &= fused.box().score() <= 1;
        }
        answers.set("fused_box_and_model_average", list);
        answers.put("all_scores_at_most_one", bounded);
        return answers;
    }
}
