package org.fpn4j.data.transform;

import org.fpn4j.config.problem.FieldChecks;

/** Height and width of a network's input, in pixels. */
public record InputSize(int height, int width) {
    public InputSize {
        new FieldChecks()
                .atLeast("height", height, 1)
                .atLeast("width", width, 1)
                .done();
    }
}
