package org.fpn4j.experiments.cli;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.fpn4j.engine.kernel.KernelLibrary;

/** A class path with one library of kernels more, for a thread and those that it begins. */
final class ExtraLibrary extends ClassLoader implements AutoCloseable {
    private static final String SERVICES = "META-INF/services/" + KernelLibrary.class.getName();

    private final ClassLoader before;
    private final Path entry;

    private ExtraLibrary(ClassLoader before, Path entry) {
        super(before);
        this.before = before;
        this.entry = entry;
    }

    static ExtraLibrary of(Class<? extends KernelLibrary> library, Path directory) throws IOException {
        Path entry = Files.writeString(directory.resolve("services"), library.getName());
        ExtraLibrary extra = new ExtraLibrary(Thread.currentThread().getContextClassLoader(), entry);
        Thread.currentThread().setContextClassLoader(extra);
        return extra;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = Collections.list(super.getResources(name));
        if (name.equals(SERVICES)) {
            found.add(entry.toUri().toURL());
        }
        return Collections.enumeration(found);
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
