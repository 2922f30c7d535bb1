package org.fpn4j.config;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A config record that names files whose content decides a result, besides the data set's: weights, another framework's
 * network. Runs are told apart by what is in them.
 */
public interface ReadsFiles {
    /** The files in a fixed order; empty where none is named. */
    List<Path> files();

    /** The files of a config record and of all records in it, in the order of their components. */
    static List<Path> in(Record config) {
        List<Path> files = new ArrayList<>();
        if (config instanceof ReadsFiles reader) {
            files.addAll(reader.files());
        }
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            if (Records.get(component, config) instanceof Record inner) {
                files.addAll(in(inner));
            }
        }
        return List.copyOf(files);
    }
}
