package org.fpn4j.core.pyramid;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/**
 * The levels of a pyramid, finest first and without gaps: what blocks are wired by, instead of by tensors.
 *
 * @param prefix the letter of the levels' names: {@code C} for backbone stages, {@code P} for pyramid levels
 * @param levels finest first, contiguous
 */
public record PyramidSpec(String prefix, List<LevelSpec> levels) {
    public PyramidSpec {
        levels = List.copyOf(levels);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("a pyramid needs at least one level");
        }
        for (int i = 1; i < levels.size(); i++) {
            if (levels.get(i).level() != levels.get(i - 1).level() + 1) {
                throw new IllegalArgumentException("levels"
                        + levels.stream().map(LevelSpec::level).toList() + " must be contiguous, finest first");
            }
        }
    }

    /** Levels {@code finest..coarsest}, all with the same number of channels. */
    public static PyramidSpec uniform(String prefix, int finest, int coarsest, int channels) {
        List<LevelSpec> levels = new ArrayList<>();
        for (int level = finest; level <= coarsest; level++) {
            levels.add(new LevelSpec(level, channels));
        }
        return new PyramidSpec(prefix, levels);
    }

    /** The level of the smallest stride. */
    public LevelSpec finest() {
        return levels.get(0);
    }

    /** The level of the largest stride. */
    public LevelSpec coarsest() {
        return levels.get(levels.size() - 1);
    }

    /** Whether there is a level of this number. */
    public boolean contains(int level) {
        return level >= finest().level() && level <= coarsest().level();
    }

    /**
     * One level.
     *
     * @throws NoSuchElementException where there is none of this number
     */
    public LevelSpec level(int level) {
        if (!contains(level)) {
            throw new NoSuchElementException("level[" + name(level) + "] is not in " + names());
        }
        return levels.get(level - finest().level());
    }

    /** The level's name: {@code C3} of a backbone, {@code P3} of a neck. */
    public String name(int level) {
        return prefix + level;
    }

    /** Names of all levels, finest first. */
    public List<String> names() {
        return levels.stream().map(level -> name(level.level())).toList();
    }

    /** The levels {@code finest..coarsest} of this pyramid. */
    public PyramidSpec range(int finest, int coarsest) {
        level(finest);
        level(coarsest);
        return new PyramidSpec(prefix, levels.subList(finest - finest().level(), coarsest - finest().level() + 1));
    }

    @Override
    public String toString() {
        return levels.stream()
                .map(level -> name(level.level()) + ":" + level.channels())
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
