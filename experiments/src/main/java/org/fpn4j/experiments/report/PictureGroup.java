package org.fpn4j.experiments.report;

import java.util.List;

/**
 * Images that were chosen for one reason.
 *
 * @param explanation how they were chosen
 */
public record PictureGroup(String title, String explanation, List<Example> examples) {
    public PictureGroup {
        examples = List.copyOf(examples);
    }
}
