package org.fpn4j.experiments.audit;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.fpn4j.experiments.audit.Findings.Growth;
import org.fpn4j.experiments.config.ConfigDifference;

/** What two trainings in lock-step showed. */
public final class AuditReport {
    private final List<String> places;
    private final long steps;
    private final OptionalLong resumption;
    private final Findings findings;
    private final SharedValues shared;
    private final List<ConfigDifference> config;
    private final boolean isSameData;
    private final String digest;
    private final Optional<String> ended;

    /**
     * Of trainings that have ended.
     *
     * @param places of both, for messages
     * @param steps that were to be compared
     * @param digest of what the first could be resumed from after them; empty where it did not get there
     * @param ended why a training ended before them by itself
     */
    AuditReport(
            List<String> places,
            long steps,
            OptionalLong resumption,
            Findings findings,
            SharedValues shared,
            List<ConfigDifference> config,
            boolean isSameData,
            String digest,
            Optional<String> ended) {
        this.places = List.copyOf(places);
        this.steps = steps;
        this.resumption = requireNonNull(resumption, "resumption is null");
        this.findings = requireNonNull(findings, "findings is null");
        this.shared = requireNonNull(shared, "shared is null");
        this.config = List.copyOf(config);
        this.isSameData = isSameData;
        this.digest = requireNonNull(digest, "digest is null");
        this.ended = requireNonNull(ended, "ended is null");
    }

    /** Whether they agreed in every tensor of every step: to the bit, or within the tolerance. */
    public boolean agree() {
        return findings.departures().isEmpty();
    }

    /** The shape of the command's JSON. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trainings", places);
        json.put("agree", agree());
        json.put("same_bits", findings.firstBits().isEmpty());
        json.put("steps", steps);
        resumption.ifPresent(step -> json.put("resumed_at", step));
        findings.tolerance().ifPresent(tolerance -> json.put("tolerance", tolerance));
        json.put("tensors", findings.compared());
        json.put("plan_values", Map.of("compared", shared.ofFirst().size(), "of", shared.either()));
        json.put("digest", digest);
        json.put("same_data", isSameData);
        json.put("config", config.stream().map(AuditReport::json).toList());
        List<Difference> departures = findings.departures();
        if (!departures.isEmpty()) {
            json.put("culprit", departures.get(0).tensor().stage().word());
            json.put("first", departures.get(0).json());
        }
        json.put("differences", departures.stream().map(Difference::json).toList());
        findings.firstBits().ifPresent(first -> json.put("first_other_bits", first.json()));
        if (findings.tolerance().isPresent()) {
            json.put("growth", findings.growth().stream().map(AuditReport::json).toList());
        }
        ended.ifPresent(why -> json.put("ended", why));
        return json;
    }

    private static Map<String, Object> json(ConfigDifference difference) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", difference.path());
        json.put("values", List.of(difference.one(), difference.other()));
        json.put("places", List.of(difference.onePlace(), difference.otherPlace()));
        return json;
    }

    private static Map<String, Object> json(Growth growth) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("step", growth.step());
        json.put("share", Difference.number(growth.share()));
        growth.tensor().ifPresent(tensor -> {
            json.put("stage", tensor.stage().word());
            json.put("kind", tensor.kind());
            json.put("tensor", tensor.name());
        });
        return json;
    }

    /** For people. */
    public String text() {
        return new AuditText(this).render();
    }

    List<String> places() {
        return places;
    }

    long steps() {
        return steps;
    }

    OptionalLong resumption() {
        return resumption;
    }

    Findings findings() {
        return findings;
    }

    SharedValues shared() {
        return shared;
    }

    List<ConfigDifference> config() {
        return config;
    }

    boolean isSameData() {
        return isSameData;
    }

    String digest() {
        return digest;
    }

    Optional<String> ended() {
        return ended;
    }
}
