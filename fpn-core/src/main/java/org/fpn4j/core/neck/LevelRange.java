package org.fpn4j.core.neck;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/** The checks that every neck makes of the levels it is asked for and of the stages it is given. */
public final class LevelRange {
    private LevelRange() {}

    /**
     * The backbone's stages {@code minLevel..maxLevel}.
     *
     * @throws org.fpn4j.config.problem.InvalidFieldsException where the backbone has no such stages
     */
    public static PyramidSpec of(PyramidSpec inputs, int minLevel, int maxLevel) {
        String known = "must be one of the backbone's levels " + inputs.names();
        new FieldChecks()
                .require(inputs.contains(minLevel), "minLevel", minLevel, known)
                .require(inputs.contains(maxLevel), "maxLevel", maxLevel, known)
                .done();
        return inputs.range(minLevel, maxLevel);
    }

    /**
     * The stages that a neck was made for, out of those that it is built on.
     *
     * @throws IllegalArgumentException where they are missing or have other channels
     */
    public static Pyramid of(Pyramid features, PyramidSpec madeFor) {
        PyramidSpec given = features.spec();
        int finest = madeFor.finest().level();
        int coarsest = madeFor.coarsest().level();
        if (!given.contains(finest)
                || !given.contains(coarsest)
                || !given.range(finest, coarsest).levels().equals(madeFor.levels())) {
            throw new IllegalArgumentException("neck was made for stages " + madeFor + ", got " + given);
        }
        return features.range(finest, coarsest);
    }
}
