package org.fpn4j.tracking.mlflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What MLflow takes as names of metrics and parameters: letters, digits, {@code _ - . /} and blanks, up to 250, that are the same
 * when they are read as paths. Every other sign becomes {@code _}; two names that become one are told apart by a number.
 */
final class Names {
    private static final int LONGEST = 250;

    private final Map<String, String> known = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** The same name is always given the same. */
    String of(String name) {
        return known.computeIfAbsent(name, this::given);
    }

    private String given(String name) {
        String valid = valid(name);
        String given = valid;
        for (int i = 2; !taken.add(given); i++) {
            String number = " " + i;
            given = valid.substring(0, Math.min(valid.length(), LONGEST - number.length())) + number;
        }
        return given;
    }

    private static String valid(String name) {
        String signs = name.replaceAll("[^\\p{L}\\p{Nd}_./ -]", "_")
                .replaceAll("//+", "/_") // nothing between two slashes
                .replaceAll("(^|/)(\\.{1,2})(?=/|$)", "$1_$2") // a part that leads up or stays
                .replaceAll("^/|/$", "_");
        String valid = signs.isEmpty() ? "_" : signs;
        return valid.substring(0, Math.min(valid.length(), LONGEST));
    }
}
