package org.fpn4j.heads.match;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.anchor.AnchorGrid;

/** Assigns objects to anchors; variants are found by their {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface MatcherConfig {
    /** An anchor without object. */
    int BACKGROUND = -1;
    /** An anchor that no loss counts. */
    int IGNORED = -2;

    /**
     * The index of each anchor's object, {@link #BACKGROUND} or {@link #IGNORED}.
     *
     * @param objects boxes in pixels; those without area match nothing
     */
    int[] match(AnchorGrid anchors, List<Box> objects);
}
