package org.fpn4j.tracking.mlflow;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Whether a text is the address of a server that speaks HTTP. */
final class Address {
    static final String EXPECTATION =
            "must be the address of a tracking server, as http://localhost:5000, or empty for that of MLFLOW_TRACKING_URI";

    private Address() {}

    static boolean isOfServer(String text) {
        return parsed(text)
                .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                .filter(uri -> uri.getHost() != null && uri.getRawUserInfo() == null)
                .filter(uri -> uri.getPort() != 0 && uri.getPort() <= 65_535)
                .filter(uri -> uri.getRawQuery() == null && uri.getRawFragment() == null)
                .isPresent();
    }

    /** What stands before an at sign may be a password, in whatever is no address otherwise too. */
    static boolean holdsSecret(String text) {
        return text.contains("@");
    }

    /** The text behind the last at sign. */
    static String withoutSecret(String text) {
        return "..." + text.substring(text.lastIndexOf('@') + 1);
    }

    /** Of a path of the API on a server. */
    static URI of(String server, String path) {
        return URI.create(server + path);
    }

    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
