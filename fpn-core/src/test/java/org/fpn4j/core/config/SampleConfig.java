package org.fpn4j.core.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.problem.FieldChecks;

/** A root record with every kind of component, for tests of the loader. */
public record SampleConfig(
        String name,
        int seed,
        long budget,
        float scale,
        double rate,
        boolean frozen,
        Neck neck,
        Schedule schedule,
        List<Integer> levels,
        List<Norm> norms,
        List<Point> points,
        Map<String, Double> weights) {

    public SampleConfig() {
        this(
                "sample",
                1,
                5_000_000_000L,
                0.1f,
                1e-4,
                false,
                new Fpn(64, Mode.NEAREST_EXACT, new None()),
                new Schedule(),
                List.of(3, 4, 5),
                List.of(new None(), new Group()),
                List.of(),
                Map.of("cls", 1.0));
    }

    public SampleConfig {
        levels = List.copyOf(levels);
        norms = List.copyOf(norms);
        points = List.copyOf(points);
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        new FieldChecks()
                .atLeast("seed", seed, 0)
                .require(
                        levels.stream().allMatch(level -> level < 10),
                        "levels[" + firstAbove(levels) + "]",
                        levels.stream().filter(level -> level >= 10).findFirst().orElse(0),
                        "must be < 10")
                .done();
    }

    private static int firstAbove(List<Integer> levels) {
        return (int) levels.stream().takeWhile(level -> level < 10).count();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    public interface Neck {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    public interface Norm {}

    public enum Mode {
        BILINEAR,
        NEAREST_EXACT,
        OFF
    }

    /** The root's default neck has 64 channels, the variant itself 256. */
    @JsonTypeName("fpn")
    @AutoService(Neck.class)
    public record Fpn(int outChannels, Mode mode, Norm norm) implements Neck {
        public Fpn() {
            this(256, Mode.BILINEAR, new None());
        }

        public Fpn {
            new FieldChecks().atLeast("outChannels", outChannels, 1).done();
        }
    }

    @JsonTypeName("bifpn")
    @AutoService(Neck.class)
    public record BiFpn(int outChannels, int repeats, double epsilon, Norm norm) implements Neck {
        public BiFpn() {
            this(160, 3, 1e-4, new Group());
        }

        public BiFpn {
            new FieldChecks()
                    .atLeast("outChannels", outChannels, 1)
                    .atLeast("repeats", repeats, 1)
                    .greaterThan("epsilon", epsilon, 0)
                    .done();
        }
    }

    @JsonTypeName("none")
    @AutoService(Norm.class)
    public record None() implements Norm {}

    @JsonTypeName("group")
    @AutoService(Norm.class)
    public record Group(int groups, double epsilon) implements Norm {
        public Group() {
            this(32, 1e-5);
        }

        public Group {
            new FieldChecks().atLeast("groups", groups, 1).done();
        }
    }

    /** Its fields depend on each other. */
    public record Schedule(int steps, int warmupSteps) {
        public Schedule() {
            this(1000, 100);
        }

        public Schedule {
            new FieldChecks()
                    .atLeast("steps", steps, 1)
                    .require(warmupSteps <= steps, "warmupSteps", warmupSteps, "must be <= steps[" + steps + "]")
                    .done();
        }
    }

    /** Has no defaults. */
    public record Point(double x, double y) {
        public Point {
            if (x > y) {
                throw new IllegalArgumentException("x lies right of y");
            }
        }
    }
}
