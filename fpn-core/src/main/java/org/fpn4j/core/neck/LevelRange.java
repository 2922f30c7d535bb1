package org.fpn4j.core.neck;

import org.fpn4j.core.problem.FieldChecks;
import org.fpn4j.core.pyramid.PyramidSpec;

/** The check that every neck makes of the levels it is asked for. */
public final class LevelRange {
    private LevelRange() {}

    /**
     * The backbone's stages {@code minLevel..maxLevel}.
     *
     * @throws org.fpn4j.core.problem.InvalidFieldsException where the backbone has no such stages
     */
    public static PyramidSpec of(PyramidSpec inputs, int minLevel, int maxLevel) {
        String known = "must be one of the backbone's levels " + inputs.names();
        new FieldChecks()
                .require(inputs.contains(minLevel), "minLevel", minLevel, known)
                .require(inputs.contains(maxLevel), "maxLevel", maxLevel, known)
                .done();
        return inputs.range(minLevel, maxLevel);
    }
}
