package org.fpn4j.experiments.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.files.Digests;

/**
 * What decides the result of a run, in named parts: runs with equal parts give the same bits on the same model of processor,
 * whatever they are called and wherever their files lie.
 *
 * <table>
 * <caption>Parts</caption>
 * <tr><td>{@code config}</td><td>digest of the effective config without what is {@link
 *     org.fpn4j.config.NotDecisive}</td></tr>
 * <tr><td>{@code data}</td><td>digest of the splits for training and validation</td></tr>
 * <tr><td>{@code files}</td><td>digest of the contents of all other files that the config names ({@link
 *     org.fpn4j.config.ReadsFiles}); {@code none}</td></tr>
 * <tr><td>{@code version}</td><td>of this project, as it is released; the commit of a build stands in {@code provenance.json}
 *     and is no part</td></tr>
 * <tr><td>{@code threads}</td><td>of native kernels, resolved: another number adds in another order</td></tr>
 * <tr><td>{@code kernels}</td><td>the provider, resolved, and what of {@code execution.tf32}, {@code deterministic} and {@code
 *     search} is not as usual</td></tr>
 * <tr><td>{@code processor}</td><td>the instructions, or the kind of card, that the kernels are made for: others add in another
 *     order. Two models with the same may still, as their caches differ</td></tr>
 * </table>
 *
 * @param parts value by name
 */
public record RunKey(Map<String, String> parts) {
    private static final int DIGITS = 12;

    public RunKey {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** All parts in twelve digits. */
    public String hash() {
        return shortened(parts.toString());
    }

    /** The first digits of a text's SHA-256: as many as nobody meets twice by chance. */
    static String shortened(String text) {
        return Digests.sha256(text).substring(0, DIGITS);
    }

    /** {@code threads[1] here, [2] there} for each part that differs; empty for the same run. */
    public List<String> differences(RunKey other) {
        Set<String> names = new LinkedHashSet<>(parts.keySet());
        names.addAll(other.parts.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String own = parts.getOrDefault(name, "");
            String others = other.parts.getOrDefault(name, "");
            if (!own.equals(others)) {
                differences.add(name + "[" + own + "] and [" + others + "]");
            }
        }
        return differences;
    }
}
