package org.fpn4j.interop.pretrained;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.fpn4j.config.problem.UserInputException;

/**
 * The part of a file that holds a network's tensors. Trainings put a state dict into dictionaries, wrappers put words before
 * its names ({@code module.}, {@code model.}), and averages of the weights lie beside them; in a file all of that is the
 * beginning of a tensor's name. The beginning without which most names fit the detector is the one that is taken.
 *
 * @param prefix of the names, with its dot; empty: names fit as they are
 * @param remarks what was chosen and what lies beside it, in sentences
 */
record Entry(String prefix, List<String> remarks) {
    private static final int DEEPEST = 6; // dictionaries and wrappers around one another

    /** What stands around weights themselves, and not around an average or another network. */
    private static final Set<String> PLAIN = Set.of(
            "state_dict", "model_state_dict", "model", "module", "net", "network", "weights", "params", "detector");

    /** What compilers and parallel trainings put between the parts of a name. */
    private static final Set<String> INSERTED =
            Set.of("_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module");

    Entry {
        remarks = List.copyOf(remarks);
    }

    /**
     * Finds it.
     *
     * @param place to name in a problem
     * @param names of all tensors
     * @param wanted the beginning that somebody asked for; empty: none
     * @param fitting how many of some names fit the detector
     * @throws UserInputException where the file does not have it, or several fit alike and nobody said which
     */
    static Entry of(String place, Set<String> names, String wanted, ToIntFunction<Set<String>> fitting) {
        String asked = wanted.isEmpty() || wanted.endsWith(".") ? wanted : wanted + ".";
        Map<String, Set<String>> byPrefix = new TreeMap<>();
        for (String name : names) {
            int dot = 0;
            for (int depth = 0; depth <= DEEPEST && dot >= 0; depth++) {
                String prefix = name.substring(0, dot == 0 ? 0 : dot + 1);
                if (prefix.startsWith(asked)) {
                    byPrefix.computeIfAbsent(prefix, key -> new LinkedHashSet<>())
                            .add(name.substring(prefix.length()));
                }
                dot = name.indexOf('.', dot + (dot == 0 ? 0 : 1));
            }
        }
        if (byPrefix.isEmpty() && !asked.isEmpty()) {
            throw new UserInputException(
                    place, "entry[" + wanted + "] is not in the file; names begin with " + firstParts(names));
        }
        Map<String, Integer> fits = new LinkedHashMap<>();
        byPrefix.forEach((prefix, rest) -> fits.put(prefix, fitting.applyAsInt(rest)));
        int most = fits.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (most == 0) {
            return new Entry(asked, List.of());
        }
        List<String> likely = new ArrayList<>();
        fits.forEach((prefix, count) -> {
            // in the order of the map a prefix comes before those that begin with it
            if (2 * count > most && likely.stream().noneMatch(prefix::startsWith)) {
                likely.add(prefix);
            }
        });
        String chosen = chosen(place, likely);
        return new Entry(chosen, remarks(chosen, likely, byPrefix, names.size()));
    }

    private static String chosen(String place, List<String> likely) {
        List<String> plain = likely.stream().filter(Entry::isPlain).toList();
        List<String> candidates = plain.size() == 1 ? plain : likely;
        if (candidates.size() > 1) {
            throw new UserInputException(
                    place,
                    "entries" + likely.stream().map(Entry::shown).toList() + " fit the detector alike",
                    "--entry (pretrained.entry) says which is meant");
        }
        return candidates.get(0);
    }

    private static boolean isPlain(String prefix) {
        return prefix.isEmpty() || PLAIN.containsAll(List.of(prefix.split("\\.")));
    }

    private static List<String> remarks(
            String chosen, List<String> likely, Map<String, Set<String>> byPrefix, int all) {
        List<String> remarks = new ArrayList<>();
        int count = byPrefix.get(chosen).size();
        if (!chosen.isEmpty()) {
            remarks.add("takes entry[" + shown(chosen) + "]: names without [" + chosen + "] before them, " + count
                    + " of the file's " + all + " tensors");
        }
        for (String other : likely) {
            if (!other.equals(chosen)) {
                remarks.add("entry[" + shown(other) + "] of the file fits, too; --entry " + shown(other)
                        + " (pretrained.entry) takes it");
            }
        }
        return remarks;
    }

    private static String shown(String prefix) {
        return prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private static Collection<String> firstParts(Set<String> names) {
        Set<String> parts = new LinkedHashSet<>();
        names.forEach(name -> parts.add(name.replaceFirst("\\..*", "")));
        return parts;
    }

    /** A name without what was inserted into it. */
    static String bare(String name) {
        List<String> parts = new ArrayList<>(List.of(name.split("\\.", -1)));
        parts.removeAll(INSERTED);
        return String.join(".", parts);
    }
}
