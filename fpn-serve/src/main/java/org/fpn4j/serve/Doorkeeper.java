package org.fpn4j.serve;

import com.sun.net.httpserver.Headers;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Lets in who asks this server by its own name. A page of somebody else's that is open in the same browser can send requests
 * here, and with a name in the DNS that it turns to this machine's address it could read the answers; but its requests carry that
 * name, and its origin.
 */
final class Doorkeeper {
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|\\[[0-9a-f:.]+\\]");

    private final Set<String> names = new TreeSet<>();
    private final boolean everyAddress;
    private final int port;

    /**
     * @param host as it was asked for
     * @param bound what it became
     */
    Doorkeeper(String host, InetSocketAddress bound) {
        this.port = bound.getPort();
        this.everyAddress = bound.getAddress().isAnyLocalAddress();
        names.addAll(List.of(written(host), written(bound.getAddress().getHostAddress())));
        if (everyAddress || bound.getAddress().isLoopbackAddress()) {
            names.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
        }
    }

    /** As a URL has it. */
    static String written(String host) {
        String plain = host.toLowerCase(Locale.ROOT).replaceFirst("%.*", ""); // without the scope of an address
        return plain.contains(":") && !plain.startsWith("[") ? "[" + plain + "]" : plain;
    }

    /**
     * Looks at a request.
     *
     * @throws RefusedRequest where it came by another's name
     */
    void check(Headers headers) throws RefusedRequest {
        List<String> hosts = headers.getOrDefault("Host", List.of());
        String host = hosts.size() == 1 ? hosts.get(0).toLowerCase(Locale.ROOT) : "";
        if (!isOurs(host)) {
            throw new RefusedRequest(403, "the request names another host than this server");
        }
        for (String origin : headers.getOrDefault("Origin", List.of())) {
            if (!origin.toLowerCase(Locale.ROOT).equals("http://" + host)) {
                throw new RefusedRequest(403, "the request comes from a page of another origin");
            }
        }
    }

    private boolean isOurs(String host) {
        String name = host.replaceFirst(":\\d+$", "");
        String rest = host.substring(name.length());
        boolean ourPort = rest.equals(":" + port) || (rest.isEmpty() && port == 80);
        return ourPort
                && (names.contains(name)
                        || (everyAddress && ADDRESS.matcher(name).matches()));
    }
}
