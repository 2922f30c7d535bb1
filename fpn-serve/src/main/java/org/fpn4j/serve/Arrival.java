package org.fpn4j.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** How the body of a request arrives: no more than a number of bytes, and no longer than a time. */
final class Arrival implements AutoCloseable {
    private static final int DRAINED_LIMITS = 2;

    private final HttpExchange exchange;
    private final ServerLimits limits;
    private final ScheduledFuture<?> end;

    /** Begins to wait. When time is up the connection is closed, and whoever reads gets an {@link IOException}. */
    Arrival(HttpExchange exchange, ServerLimits limits, ScheduledExecutorService clock) {
        this.exchange = exchange;
        this.limits = limits;
        this.end = clock.schedule(exchange::close, limits.arrival().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The whole body.
     *
     * @throws RefusedRequest where it is none, or too large
     * @throws IOException where it does not come whole, or not in time
     */
    byte[] body() throws RefusedRequest, IOException {
        String declared = exchange.getRequestHeaders().getFirst("Content-Length");
        if (declared != null
                && Long.parseLong(declared.strip()) > limits.mostBytes()) { // a number, or it had not come here
            throw tooLarge();
        }
        byte[] body = exchange.getRequestBody().readNBytes(limits.mostBytes() + 1);
        if (body.length > limits.mostBytes()) {
            throw tooLarge();
        }
        if (body.length == 0) {
            throw new RefusedRequest(400, "the body is empty; it should be the file of a picture");
        }
        return body;
    }

    private RefusedRequest tooLarge() {
        return new RefusedRequest(
                413, "the file has more than [" + limits.mostBytes() + "] bytes, which is the most that is taken");
    }

    /** Reads what is left, or much of it: who is still sending does not listen, and would take an answer for a broken line. */
    void drain() throws IOException {
        InputStream rest = exchange.getRequestBody();
        byte[] bytes = new byte[1 << 16];
        long most = (long) DRAINED_LIMITS * limits.mostBytes();
        for (long drained = 0; drained < most; ) {
            int read = rest.read(bytes);
            if (read < 0) {
                return;
            }
            drained += read;
        }
    }

    @Override
    public void close() {
        end.cancel(false);
    }
}
