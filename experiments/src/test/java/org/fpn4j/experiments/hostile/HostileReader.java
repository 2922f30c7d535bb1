package org.fpn4j.experiments.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reader of files that anybody may have written, and valid files for it.
 *
 * @param name in messages and file names
 * @param parts valid contents by file name; one of them at a time is mutated
 * @param repair what a writer of such files would put right after a change, such as checksums; half of the mutants get it
 * @param layout puts the parts into a folder
 * @param action reads the folder
 */
record HostileReader(String name, Map<String, byte[]> parts, Repair repair, Layout layout, Action action) {
    /** Makes a changed part consistent again, where that is possible. */
    @FunctionalInterface
    interface Repair {
        byte[] of(byte[] part);
    }

    /** Writes parts. */
    @FunctionalInterface
    interface Layout {
        void write(Map<String, byte[]> parts, Path folder) throws IOException;
    }

    /** Reads what was written. */
    @FunctionalInterface
    interface Action {
        void read(Path folder);
    }

    /** A reader of files that lie side by side. */
    static HostileReader of(String name, Map<String, byte[]> parts, Action action) {
        return new HostileReader(name, parts, part -> part, HostileReader::sideBySide, action);
    }

    HostileReader {
        parts = new LinkedHashMap<>(parts);
    }

    HostileReader repaired(Repair by) {
        return new HostileReader(name, parts, by, layout, action);
    }

    HostileReader laidOut(Layout as) {
        return new HostileReader(name, parts, repair, as, action);
    }

    private static void sideBySide(Map<String, byte[]> parts, Path folder) throws IOException {
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
            Path file = folder.resolve(part.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, part.getValue());
        }
    }
}
