package org.fpn4j.experiments.run;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.files.StoredJson;

/**
 * Every time that a run was scored on the test split, in order; {@code test.json} in its directory. The first score says how good
 * the run is on images that nobody chose by; whoever changes something after a look chooses by them.
 */
public record TestLooks(List<Look> all) {
    /**
     * One of them.
     *
     * @param at date and time
     * @param commit of the sources that scored
     * @param command as it was typed
     * @param dataSha256 digest of the split
     * @param weightsSha256 of the weights that were scored
     * @param metrics values by name
     */
    public record Look(
            String at,
            String commit,
            String command,
            String dataSha256,
            String weightsSha256,
            Map<String, Double> metrics) {
        public Look {
            requireNonNull(at, "at is null");
            requireNonNull(commit, "commit is null");
            requireNonNull(command, "command is null");
            requireNonNull(dataSha256, "dataSha256 is null");
            requireNonNull(weightsSha256, "weightsSha256 is null");
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }

        /** A look that is taken now. */
        public static Look now(String command, String dataSha256, String weightsSha256, Map<String, Double> metrics) {
            return new Look(Provenance.now(), Provenance.commit(), command, dataSha256, weightsSha256, metrics);
        }
    }

    public TestLooks {
        all = List.copyOf(all);
    }

    /**
     * Those of a run; none where it was never scored on the test split.
     *
     * @throws org.fpn4j.config.problem.UserInputException where the file is damaged
     */
    public static TestLooks in(RunDirectory run) {
        if (!Files.exists(run.testLooks())) {
            return new TestLooks(List.of());
        }
        StoredJson json = StoredJson.list(run.testLooks());
        List<Look> looks = new ArrayList<>();
        for (StoredJson look : json.items()) {
            looks.add(new Look(
                    look.text("at"),
                    look.text("commit"),
                    look.text("command"),
                    look.text("dataSha256"),
                    look.text("weightsSha256"),
                    look.object("metrics").allNumbers(-1, Double.MAX_VALUE)));
        }
        json.done();
        return new TestLooks(looks);
    }

    /** Writes these and another one into the directory of a run. */
    public void writeWith(Look another, RunDirectory run) {
        List<Look> more = new ArrayList<>(all);
        more.add(another);
        StoredJson.write(run.testLooks(), more);
    }

    /** The one that counts; empty where nobody has looked. */
    public Optional<Look> first() {
        return all.stream().findFirst();
    }

    /** What is said after another look: that it was the first, or since when the split is known. */
    public String sentence() {
        return first().map(
                        look -> "test split: seen before, first on " + look.at() + " at commit " + look.commit() + ", "
                                + all.size() + (all.size() == 1 ? " time" : " times")
                                + " until now; the first score is the one that counts")
                .orElse("test split: scored for the first time, which is written down; later scores are marked as seen"
                        + " before");
    }

    /** For files of results. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seen_before", all.size() > 1);
        json.put("times", all.size());
        first().ifPresent(look -> json.put("first", look));
        return json;
    }
}
