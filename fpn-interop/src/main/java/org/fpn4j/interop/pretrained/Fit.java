package org.fpn4j.interop.pretrained;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.interop.naming.Renaming;

/**
 * A file's tensors beside a detector's parameters.
 *
 * @param renaming what was taken, and what did not fit
 * @param remarks what a reader should know of how the tensors were chosen and changed, in sentences
 * @param skipped what stands among the tensors and is no weight, by name, and what it is
 */
public record Fit(Renaming renaming, List<String> remarks, Map<String, String> skipped) {
    public Fit {
        remarks = List.copyOf(remarks);
        skipped = Collections.unmodifiableMap(new LinkedHashMap<>(skipped));
    }
}
