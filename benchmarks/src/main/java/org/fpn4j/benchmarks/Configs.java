package org.fpn4j.benchmarks;

import java.nio.file.Path;

/** The project's configs; {@code fpn.root} says where, and is the working directory where it says nothing. */
final class Configs {
    private Configs() {}

    static Path file(String name) {
        return Path.of(System.getProperty("fpn.root", "."), "configs").resolve(name);
    }
}
