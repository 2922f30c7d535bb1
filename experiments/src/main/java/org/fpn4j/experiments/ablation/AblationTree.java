package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.config.LocatedTree;
import org.fpn4j.config.OverrideLayer;
import org.fpn4j.config.problem.Excerpt;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.training.config.FoldConfig;
import org.fpn4j.training.config.RunName;

/** Reads the keys of an ablation file, noting everything that is wrong. */
final class AblationTree {
    private final Problems problems = new Problems();
    private final LocatedTree.Block root;

    AblationTree(LocatedTree tree, Set<String> known) {
        if (tree instanceof LocatedTree.Block block) {
            this.root = block;
        } else {
            this.root = new LocatedTree.Block(Map.of(), tree.origin());
            problems.add(tree.origin().toString(), "an ablation must be a map of keys");
        }
        if (root.get("axes").isEmpty()
                && root.get("backbone").or(() -> root.get("neck")).isPresent()) {
            problems.add(
                    tree.origin().toString(),
                    "ablation needs [axes]; this file has the keys of an experiment",
                    "./fpn train runs it, and an ablation names it as its [base]");
            problems.throwIfAny();
        }
        root.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(
                        value.origin().toString(),
                        "unknown key [" + key + "] in ablation",
                        "known keys: " + String.join(", ", new TreeSet<>(known)),
                        "changes for all cells belong under [config]");
            }
        });
    }

    Problems problems() {
        return problems;
    }

    LocatedTree.Block root() {
        return root;
    }

    String text(String key, String otherwise) {
        Optional<LocatedTree> value = root.get(key);
        if (value.isPresent() && !value.get().json().isTextual()) {
            wrong(key, value.get(), "must be text");
        }
        return value.map(tree -> tree.json().asText()).orElse(otherwise);
    }

    /** A name of the ablation, which is that of its directory. */
    String name(String stem, Path file) {
        String given = text("name", "");
        String name = given.isEmpty() ? stem : given;
        Optional<LocatedTree> written =
                root.get("name").filter(value -> value.json().isTextual());
        if (!RunName.fits(name) && (written.isPresent() || root.get("name").isEmpty())) {
            problems.add(
                    written.map(LocatedTree::origin).map(Object::toString).orElse(file.toString()),
                    "ablation name[" + name + "] " + RunName.EXPECTATION);
        }
        return name;
    }

    int workers(String key, int otherwise) {
        Optional<LocatedTree> value = root.get(key);
        if (value.isPresent()
                && (!value.get().json().isInt()
                        || value.get().json().asInt() < 1
                        || value.get().json().asInt() > AblationKey.MOST_WORKERS)) {
            wrong(key, value.get(), "must be an integer between 1 and " + AblationKey.MOST_WORKERS);
        }
        return value.map(tree -> tree.json().asInt()).orElse(otherwise);
    }

    /** How many folds; 0 where there are none. */
    int folds() {
        String key = AblationKey.FOLDS.key();
        Optional<LocatedTree> value = root.get(key);
        if (value.isEmpty()) {
            return 0;
        }
        JsonNode json = value.get().json();
        if (!json.isInt() || json.asInt() < 2 || json.asInt() > FoldConfig.MOST) {
            wrong(
                    key,
                    value.get(),
                    "must be an integer between 2 and " + FoldConfig.MOST
                            + "; without the key the splits are as they are");
            return 0;
        }
        root.get(AblationKey.LOOKS.key())
                .ifPresent(looks -> wrong(
                        AblationKey.LOOKS.key(),
                        looks,
                        "cannot be used with [folds], whose verdicts go by folds, not seeds"));
        return json.asInt();
    }

    List<Long> integers(String key, List<Long> otherwise) {
        Optional<LocatedTree> value = root.get(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        List<Long> integers = new ArrayList<>();
        boolean fits = value.get().json().isArray() && !value.get().json().isEmpty();
        for (JsonNode item : value.get().json()) {
            fits &= item.isIntegralNumber() && item.canConvertToLong() && !integers.contains(item.asLong());
            integers.add(item.asLong());
        }
        if (!fits) {
            wrong(key, value.get(), "must be a list of different integers, such as [0, 1, 2]");
        }
        return integers;
    }

    Optional<LocatedTree> block(String key) {
        Optional<LocatedTree> value = root.get(key);
        value.filter(tree -> !(tree instanceof LocatedTree.Block)).ifPresent(tree -> wrong(key, tree, "must be a map"));
        return value;
    }

    /** A path relative to the file. */
    Optional<Path> path(String key, Path file) {
        Optional<LocatedTree> value = root.get(key);
        if (value.isEmpty() || !value.get().json().isTextual()) {
            problems.add(
                    value.map(tree -> tree.origin().toString()).orElse(file.toString()),
                    "ablation needs [" + key + "], the experiment that every cell starts from");
            return Optional.empty();
        }
        Path path = file.resolveSibling(value.get().json().asText()).normalize();
        return Optional.of(path);
    }

    List<Axis> axes() {
        List<Axis> axes = new ArrayList<>();
        Optional<LocatedTree> tree = block("axes");
        if (tree.isEmpty() || tree.get().json().isEmpty()) {
            problems.add(
                    tree.map(LocatedTree::origin).orElse(root.origin()).toString(),
                    "ablation needs [axes], of which at least one");
            return axes;
        }
        if (tree.get() instanceof LocatedTree.Block block) {
            block.entries().forEach((name, values) -> axis(name, values).ifPresent(axes::add));
        }
        return axes;
    }

    private Optional<Axis> axis(String name, LocatedTree values) {
        Map<String, OverrideLayer> layers = new LinkedHashMap<>();
        if (values instanceof LocatedTree.Items items) {
            if (!OverrideLayer.isPath(name)) {
                problems.add(
                        values.origin().toString(),
                        "axis[" + Excerpt.of(name) + "] is not a config path",
                        "a list of values needs one, as neck.type; an axis of another name is a map of labels to changes");
                return Optional.empty();
            }
            for (LocatedTree item : items.items()) {
                String label = label(item.json());
                if (layers.put(label, new OverrideLayer(name + "=" + label, name, item)) != null) {
                    problems.add(item.origin().toString(), "axis[" + name + "] has the value[" + label + "] twice");
                }
            }
        } else if (values instanceof LocatedTree.Block block) {
            block.entries().forEach((label, change) -> {
                if (change instanceof LocatedTree.Block) {
                    layers.put(label, new OverrideLayer(name + "=" + label, change));
                } else {
                    problems.add(
                            change.origin().toString(),
                            "axis[" + name + "] value[" + label + "] must be a map of what it changes in the config",
                            "or write the axis as a list of values for a config path: " + name + ": [a, b]");
                }
            });
        }
        if (values.json().isEmpty()) { // as scalars are
            problems.add(
                    values.origin().toString(),
                    "axis[" + name + "] must be a list of values for that config path, or a map of labels to changes");
        }
        return layers.isEmpty() ? Optional.empty() : Optional.of(new Axis(name, layers));
    }

    /** A scalar as it is; of a block its type, or the block itself. */
    private static String label(JsonNode value) {
        if (value.isObject()) {
            return value.size() == 1 && value.has("type") ? value.get("type").asText() : value.toString();
        }
        return value.isTextual() ? value.asText() : value.toString();
    }

    private void wrong(String key, LocatedTree value, String expectation) {
        problems.add(value.origin().toString(), "ablation " + key + "[" + label(value.json()) + "] " + expectation);
    }
}
