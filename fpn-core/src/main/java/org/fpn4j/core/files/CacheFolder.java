package org.fpn4j.core.files;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where programs may keep what they can find out again, by the XDG base directory specification. */
public final class CacheFolder {
    private CacheFolder() {}

    /**
     * The one of this project; it need not be there. Empty where there is none.
     *
     * @param environment variables of a process
     */
    public static Optional<Path> of(Map<String, String> environment) {
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!caches.isEmpty() && Path.of(caches).isAbsolute()) { // relative ones are to be ignored
            return Optional.of(Path.of(caches, "fpn4j"));
        }
        Path home = Path.of(System.getProperty("user.home", ""));
        return home.isAbsolute() ? Optional.of(home.resolve(".cache").resolve("fpn4j")) : Optional.empty();
    }
}
