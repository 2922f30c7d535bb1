package org.fpn4j.experiments.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Objects that have something in common.
 *
 * @param name of what it is
 */
record LevelGroup(String name, LevelTally tally) {
    /** Borders of eight classes of sides in pixels of the input: octaves, as the levels of a pyramid are. */
    private static final List<Double> PIXELS = List.of(8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0);
    /** Borders of eight classes in mm: those that guidelines for nodules and masses of the lung know (6, 8, 30) among them. */
    private static final List<Double> MILLIMETRES = List.of(4.0, 6.0, 8.0, 10.0, 20.0, 30.0, 100.0);

    private static final double SMALL = 32 * 32;
    private static final double MEDIUM = 96 * 96;

    private static LevelGroup of(String name, LevelSurvey survey, Predicate<PlacedObject> belongs) {
        return new LevelGroup(
                name, LevelTally.of(survey.objects().stream().filter(belongs).toList(), survey.pyramid()));
    }

    /** One for each class, also for those without objects. */
    static List<LevelGroup> classes(LevelSurvey survey, List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(label -> of(names.get(label), survey, object -> object.label() == label))
                .toList();
    }

    /** By the root of the area in pixels of the input. */
    static List<LevelGroup> sizes(LevelSurvey survey) {
        List<LevelGroup> groups = new ArrayList<>();
        for (int bin = 0; bin <= PIXELS.size(); bin++) {
            int wanted = bin;
            groups.add(of(name(bin, PIXELS), survey, object -> bin(object.side(), PIXELS) == wanted));
        }
        return groups;
    }

    /** By the root of the area in mm; none where no image tells the spacing of its pixels. */
    static List<LevelGroup> millimetres(LevelSurvey survey) {
        if (survey.objects().stream().allMatch(object -> object.millimetres().isEmpty())) {
            return List.of();
        }
        List<LevelGroup> groups = new ArrayList<>();
        for (int bin = 0; bin <= MILLIMETRES.size(); bin++) {
            int wanted = bin;
            groups.add(of(name(bin, MILLIMETRES), survey, object -> {
                OptionalDouble side = object.millimetres();
                return side.isPresent() && bin(side.getAsDouble(), MILLIMETRES) == wanted;
            }));
        }
        groups.add(of("spacing unknown", survey, object -> object.millimetres().isEmpty()));
        return groups;
    }

    /** By the area that the annotation has in the original picture. */
    static List<LevelGroup> cocoSizes(LevelSurvey survey) {
        return List.of(
                of("small", survey, object -> area(object) < SMALL),
                of("medium", survey, object -> area(object) >= SMALL && area(object) < MEDIUM),
                of("large", survey, object -> area(object) >= MEDIUM));
    }

    private static double area(PlacedObject object) {
        return object.annotation().area();
    }

    private static int bin(double value, List<Double> borders) {
        return (int) borders.stream().filter(border -> value >= border).count();
    }

    private static String name(int bin, List<Double> borders) {
        if (bin == 0) {
            return "below " + whole(borders.get(0));
        }
        return bin == borders.size()
                ? "from " + whole(borders.get(bin - 1))
                : whole(borders.get(bin - 1)) + " to " + whole(borders.get(bin));
    }

    private static String whole(double border) {
        return String.format(Locale.ROOT, "%.0f", border);
    }

    boolean isEmpty() {
        return tally.objects() == 0;
    }
}
