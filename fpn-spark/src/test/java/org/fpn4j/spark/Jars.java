package org.fpn4j.spark;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Jars of modules, which are not packed yet when tests run. */
final class Jars {
    private Jars() {}

    /** The jar with a class: the one that is there, or one of the folder that the class was compiled into. */
    static Path with(Class<?> type, Path folder) throws IOException, URISyntaxException {
        Path place =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (!Files.isDirectory(place)) {
            return place;
        }
        Path jar = folder.resolve(type.getSimpleName() + ".jar");
        try (JarOutputStream stream = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                stream.putNextEntry(
                        new JarEntry(place.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, stream);
            }
        }
        return jar;
    }
}
