package org.fpn4j.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * A root record with every kind of component, for tests of the loader.
 *
 * @param name for {@code people}
 * @param seed of everything random
 */
public record SampleConfig(
        String name,
        @Range(min = 0, max = 1e9) int seed,
        long budget,
        float scale,
        double rate,
        boolean frozen,
        Neck neck,
        Schedule schedule,
        @Count(max = 20) @Range(min = 0, max = 10, belowMax = true) List<Integer> levels,
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
        FieldChecks.of(SampleConfig.class)
                .bounds("seed", seed)
                .bounds("levels", levels)
                .done();
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
    public record Fpn(@Range(min = 1, max = 8192) int outChannels, Mode mode, Norm norm) implements Neck {
        public Fpn() {
            this(256, Mode.BILINEAR, new None());
        }

        public Fpn {
            FieldChecks.of(Fpn.class).bounds("outChannels", outChannels).done();
        }
    }

    @JsonTypeName("bifpn")
    @AutoService(Neck.class)
    public record BiFpn(
            @Range(min = 1, max = 8192) int outChannels,
            @Range(min = 1, max = 100) int repeats,
            @Range(min = 0, max = 1, aboveMin = true) double epsilon,
            Norm norm)
            implements Neck {
        public BiFpn() {
            this(160, 3, 1e-4, new Group());
        }

        public BiFpn {
            FieldChecks.of(BiFpn.class)
                    .bounds("outChannels", outChannels)
                    .bounds("repeats", repeats)
                    .bounds("epsilon", epsilon)
                    .done();
        }
    }

    @JsonTypeName("none")
    @AutoService(Norm.class)
    public record None() implements Norm {}

    @JsonTypeName("group")
    @AutoService(Norm.class)
    public record Group(@Range(min = 1, max = 8192) int groups, double epsilon) implements Norm {
        public Group() {
            this(32, 1e-5);
        }

        public Group {
            FieldChecks.of(Group.class).bounds("groups", groups).done();
        }
    }

    /** Its fields depend on each other. */
    public record Schedule(@Range(min = 1, max = 1e9) int steps, int warmupSteps) {
        public Schedule() {
            this(1000, 100);
        }

        public Schedule {
            FieldChecks.of(Schedule.class)
                    .bounds("steps", steps)
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
