package org.fpn4j.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of the page, by path. */
final class PageFiles {
    private final Map<String, Answer> files = new LinkedHashMap<>();

    PageFiles() {
        put("/", "page.html", "text/html; charset=utf-8");
        put("/page.css", "page.css", "text/css; charset=utf-8");
        put("/page.js", "page.js", "text/javascript; charset=utf-8");
        put("/favicon.svg", "favicon.svg", "image/svg+xml");
        put("/favicon.ico", "favicon.svg", "image/svg+xml"); // browsers ask for it on their own account
    }

    private void put(String path, String resource, String type) {
        try (InputStream stream = PageFiles.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("resource[" + resource + "] is missing");
            }
            files.put(path, Answer.of(type, stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Answer> at(String path) {
        return Optional.ofNullable(files.get(path));
    }
}
