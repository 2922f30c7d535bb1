package org.fpn4j.dist;

import java.nio.file.Path;

/** What the build has made, and what it is called. */
final class Archives {
    static final String VERSION = System.getProperty("dist.version");

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private Archives() {}

    /** Of the command line, for the platform that was asked for. */
    static Path fpn() {
        return TARGET.resolve(System.getProperty("dist.name") + "." + System.getProperty("dist.format"));
    }

    /** With {@code tar.gz} or {@code zip}. */
    static Path score(String format) {
        return TARGET.resolve("fpn-score-" + VERSION + "." + format);
    }

    /** A folder for what a test unpacks; its name is none that programmers would choose. */
    static Path place(String name) {
        return TARGET.resolve("it").resolve("Bücher und Bilder " + name);
    }

    /** Whether the command line's archive is for this machine. */
    static boolean runsHere() {
        String system = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
        String here =
                (system.contains("linux") ? "linux-" : system.contains("mac") ? "macosx-" : "windows-") + processor;
        return System.getProperty("dist.platform").equals(here);
    }
}
