package org.fpn4j.experiments.ablation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.run.TestLooks;

/** What is known of the cells' scores on the test split, which decides nothing here. */
final class TestScores {
    private final Map<CellOutcome, TestLooks> looks = new LinkedHashMap<>();
    private final List<String> sentences = new ArrayList<>();

    TestScores(List<CellOutcome> outcomes) {
        for (CellOutcome outcome : outcomes) {
            try {
                TestLooks ofCell = TestLooks.in(outcome.directory());
                ofCell.first().ifPresent(first -> looks.put(outcome, ofCell));
            } catch (UserInputException e) {
                sentences.add(e.getMessage() + "; nobody knows how often this run was scored on the test split");
            }
        }
        long again =
                looks.values().stream().filter(each -> each.all().size() > 1).count();
        if (!looks.isEmpty()) {
            sentences.add("Scored on the test split: " + looks.size() + " of " + outcomes.size()
                    + " runs; seen before, so that" + " only the first score counts: " + again + ".");
        }
    }

    /** Of one cell, for files; empty where nobody has looked. */
    Optional<Map<String, Object>> json(CellOutcome outcome) {
        return Optional.ofNullable(looks.get(outcome)).map(TestLooks::json);
    }

    /** For readers. */
    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
