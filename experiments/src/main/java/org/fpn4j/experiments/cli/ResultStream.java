package org.fpn4j.experiments.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where results are printed: UTF-8 whatever the locale, since tables hold a plus-minus sign. A {@link PrintStream} swallows
 * failures; this one remembers the first, so that results on a full disk do not pass for written.
 */
final class ResultStream extends PrintStream {
    private final Watched target;

    ResultStream(OutputStream target) {
        this(new Watched(target));
    }

    private ResultStream(Watched target) {
        super(target, true, StandardCharsets.UTF_8);
        this.target = target;
    }

    /** Why something could not be written; empty where everything was. */
    Optional<IOException> failure() {
        flush();
        return Optional.ofNullable(target.failure);
    }

    private static final class Watched extends FilterOutputStream {
        private IOException failure; // null until one happens

        Watched(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }
}
