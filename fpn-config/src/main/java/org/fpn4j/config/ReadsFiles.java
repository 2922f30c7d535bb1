package org.fpn4j.config;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A config record that names files whose content decides a result, besides the data set's: weights, another framework's
 * network. Runs are told apart by what is in them.
 */
public interface ReadsFiles {
    /** The files in a fixed order; empty where none is named. */
    List<Path> files();

    /** The files of a config record and of all records in it, its lists and its maps, in the order of their components. */
    static List<Path> in(Record config) {
        List<Path> files = new ArrayList<>();
        collect(config, files);
        return List.copyOf(files);
    }

    private static void collect(Object value, List<Path> files) {
        if (value instanceof ReadsFiles reader) {
            files.addAll(reader.files());
        }
        if (value instanceof Record made) {
            for (RecordComponent component : made.getClass().getRecordComponents()) {
                collect(Records.get(component, made), files);
            }
        } else if (value instanceof List<?> list) {
            list.forEach(item -> collect(item, files));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(item -> collect(item, files));
        }
    }
}
