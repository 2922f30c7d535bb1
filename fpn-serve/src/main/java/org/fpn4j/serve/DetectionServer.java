package org.fpn4j.serve;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.fpn4j.config.problem.UserInputException;

/**
 * A detector behind HTTP/1.1, and a page on which one drops pictures. {@code POST /detect} takes the content of a picture's file
 * and answers in JSON; the page is {@code /}. Nothing that is sent is written to a disk, and no name of a file is asked for.
 *
 * <p>It answers requests that name its own host, from its own page or from a program ({@code curl}); there is no password and no
 * TLS, so on any host but the loopback everybody who reaches the port can ask.
 */
public final class DetectionServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 32; // at work
    private static final int SECONDS_FOR_ANSWERS = 5;

    private final HttpServer server;
    private final String host;
    private final Turns turns;
    private final ExecutorService threads;
    private final ScheduledExecutorService clock;

    private DetectionServer(
            HttpServer server, String host, Turns turns, ExecutorService threads, ScheduledExecutorService clock) {
        this.server = server;
        this.host = host;
        this.turns = turns;
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * Starts to listen.
     *
     * @param host a name or address of this machine, {@code localhost}
     * @param port 0 for any that is free
     * @param detector stays the caller's, who closes it after this
     * @param log hears a line of each picture, and of whatever fails
     * @throws UserInputException where the host is none of this machine's, or the port is taken
     */
    public static DetectionServer start(
            String host, int port, ServerLimits limits, PictureDetector detector, Consumer<String> log) {
        requireNonNull(detector, "detector is null");
        ImageIO.setUseCache(false); // of the process: no decoder may put a part of a picture into a file
        HttpServer server = bound(host, port);
        Turns turns = new Turns(limits.mostWaiting());
        ExecutorService threads = new ThreadPoolExecutor(
                0, MOST_CONNECTIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> daemon(work, "request"));
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "clock"));
        server.setExecutor(threads);
        Doorkeeper doorkeeper = new Doorkeeper(host, server.getAddress());
        server.createContext("/", new RequestHandler(detector, doorkeeper, limits, turns, clock, log));
        server.start();
        return new DetectionServer(server, host, turns, threads, clock);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, "fpn-serve-" + name);
        thread.setDaemon(true);
        return thread;
    }

    private static HttpServer bound(String host, int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
        } catch (UnknownHostException e) {
            throw new UserInputException(
                    "--host " + host, "host[" + host + "] is not known", "localhost, or an address of this machine");
        } catch (IOException e) {
            throw new UserInputException(
                    "--port " + port,
                    "cannot listen at [" + host + ":" + port + "]: " + e.getMessage(),
                    "0 takes a port that is free");
        }
    }

    /** Where the page is. */
    public URI address() {
        return URI.create(
                "http://" + Doorkeeper.written(host) + ":" + server.getAddress().getPort() + "/");
    }

    /** Whether programs of this machine alone reach it. */
    public boolean isLoopback() {
        return server.getAddress().getAddress().isLoopbackAddress();
    }

    /** Takes no more, and waits for the picture that is being looked at. */
    @Override
    public void close() {
        server.stop(turns.areIdle() ? 0 : SECONDS_FOR_ANSWERS);
        turns.close();
        threads.shutdownNow();
        clock.shutdownNow();
    }
}
