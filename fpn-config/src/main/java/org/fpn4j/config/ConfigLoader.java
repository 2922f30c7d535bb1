package org.fpn4j.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.config.problem.UserInputException;

/**
 * Loads a config: YAML to a record, in six steps.
 *
 * <ol>
 *   <li>read each file with the place of every key ({@link YamlReader}, {@link ConfigFiles});
 *   <li>lay the layers over each other, lowest first: defaults of the record, the {@code base} chain, the file, override
 *       layers, {@code --set} in order;
 *   <li>while doing so, lay the defaults of a slot's variant under its block where {@code type} names it
 *       ({@link LayerMerge}, {@link Catalogue});
 *   <li>bind the tree to records ({@link RecordBinder}, {@link ScalarBinder});
 *   <li>let the compact constructors check the values;
 *   <li>throw all problems at once, in the order of their places, or return the config.
 * </ol>
 *
 * <p>Maps merge deeply, lists replace whole, null is an error. A block whose {@code type} changes drops the keys of the
 * layers below; a block that names the type it has keeps what was written below, over the defaults of that variant.
 * Scalars are YAML 1.1: {@code 010} is 8 and {@code yes} is true. An integer does for a number and for text; nothing else
 * is converted. Thread-safe.
 */
public final class ConfigLoader {
    private final Prototypes prototypes = new Prototypes();

    private record Change(ConfigPath path, LocatedTree value) {
        static Change root(LocatedTree value) {
            return new Change(new ConfigPath(List.of()), value);
        }
    }

    /**
     * Loads a file.
     *
     * @param sets the arguments of {@code --set}, {@code neck.repeats=3}
     * @throws UserInputException with every problem there is
     */
    public <T> LoadedConfig<T> load(Class<T> root, Path file, List<String> sets) {
        return load(root, file, List.of(), sets);
    }

    /**
     * Loads a file with override layers between it and {@code --set}.
     *
     * @throws UserInputException with every problem there is
     */
    public <T> LoadedConfig<T> load(Class<T> root, Path file, List<OverrideLayer> layers, List<String> sets) {
        if (root.isRecord() && ConfigType.keysOf(root).containsKey(ConfigFiles.BASE_KEY)) {
            throw new IllegalStateException(root.getName() + " has a component named base, which names parent files");
        }
        LocatedProblems problems = new LocatedProblems();
        List<Change> changes = new ArrayList<>();
        List<LocatedTree> files = new ConfigFiles(problems).readChain(file);
        files.forEach(tree -> changes.add(Change.root(tree)));
        for (OverrideLayer layer : layers) {
            refuseNulls(layer.tree(), ConfigPath.of(layer.path()), problems);
            changes.add(new Change(ConfigPath.of(layer.path()), layer.tree()));
        }
        for (int i = 0; i < sets.size(); i++) {
            Optional<SetExpression> set = SetExpression.parse(sets.get(i), i, problems);
            set.ifPresent(found -> changes.add(new Change(found.path(), found.value())));
        }
        if (files.isEmpty()) {
            problems.throwIfAny();
        }
        return bind(root, changes, Origin.file(file.toString()), problems);
    }

    /**
     * Lays {@code --set} over the defaults, without any file.
     *
     * @throws UserInputException with every problem there is
     */
    public <T> LoadedConfig<T> loadSets(Class<T> root, List<String> sets) {
        LocatedProblems problems = new LocatedProblems();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            Optional<SetExpression> set = SetExpression.parse(sets.get(i), i, problems);
            set.ifPresent(found -> changes.add(new Change(found.path(), found.value())));
        }
        return bind(root, changes, Origin.DEFAULT, problems);
    }

    /**
     * Reads one YAML file as it stands: no defaults, no types, and {@code base} is a key like any other.
     *
     * @throws UserInputException if it is not YAML, or not the subset that configs use
     */
    public LocatedTree loadTree(Path file) {
        LocatedProblems problems = new LocatedProblems();
        Optional<LocatedTree> tree = new ConfigFiles(problems).read(file, Origin.file(file.toString()), "");
        problems.throwIfAny();
        return tree.orElseThrow();
    }

    /**
     * Reads YAML text as it stands.
     *
     * @param name stands for the file in messages
     * @throws UserInputException if it is not YAML, or not the subset that configs use
     */
    public LocatedTree parseTree(String name, String yaml) {
        LocatedProblems problems = new LocatedProblems();
        Optional<LocatedTree> tree = YamlReader.read(yaml, (line, column) -> Origin.file(name, line, column), problems);
        problems.throwIfAny();
        return tree.orElseThrow();
    }

    /**
     * Takes the arguments of {@code --set} apart that set one of some keys as a whole.
     *
     * @throws UserInputException with everything that is wrong with these
     */
    public OwnSets ownSets(Set<String> keys, List<String> sets) {
        LocatedProblems problems = new LocatedProblems();
        Map<String, LocatedTree> values = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            if (keys.contains(SetExpression.pathText(sets.get(i)))) {
                SetExpression.parse(sets.get(i), i, problems)
                        .ifPresent(set -> values.put(set.path().toString(), set.value()));
            } else {
                others.add(sets.get(i));
            }
        }
        problems.throwIfAny();
        return new OwnSets(values, others);
    }

    /**
     * Binds a tree over the defaults.
     *
     * @throws UserInputException with every problem there is
     */
    public <T> LoadedConfig<T> bind(Class<T> root, LocatedTree tree) {
        LocatedProblems problems = new LocatedProblems();
        refuseNulls(tree, new ConfigPath(List.of()), problems);
        return bind(root, List.of(Change.root(tree)), tree.origin(), problems);
    }

    /** The YAML reader does so for the text it reads; trees made by programs did not pass it. */
    private static void refuseNulls(LocatedTree tree, ConfigPath path, LocatedProblems problems) {
        if (tree instanceof LocatedTree.Block block) {
            block.entries()
                    .forEach((key, value) -> refuseNulls(value, path.then(new ConfigPath.Step(key, 0)), problems));
        } else if (tree instanceof LocatedTree.Items list) {
            for (int i = 0; i < list.items().size(); i++) {
                refuseNulls(list.items().get(i), path.then(new ConfigPath.Step("", i)), problems);
            }
        } else if (tree.json().isNull()) {
            problems.add(tree.origin(), YamlReader.nullRefusal(path.toString()));
        }
    }

    /** The record without any file. */
    public <T> T defaults(Class<T> root) {
        Object prototype = Records.prototype(root)
                .orElseThrow(() -> new IllegalStateException(root.getName() + " has no no-arg constructor"));
        return root.cast(prototype);
    }

    private <T> LoadedConfig<T> bind(Class<T> root, List<Change> changes, Origin whole, LocatedProblems problems) {
        ConfigType type = ConfigType.of(root);
        LayerMerge merge = new LayerMerge(prototypes, problems);
        LocatedTree effective = merge.ground(type);
        for (Change change : changes) {
            effective = merge.apply(type, effective, change.path(), change.value(), Place.ROOT);
        }
        Optional<Object> config = new RecordBinder(prototypes, problems).bind(type, effective, Place.ROOT, whole);
        problems.throwIfAny();
        Object bound = config.orElseThrow(() -> new IllegalStateException("a config was refused without a problem"));
        LocatedTree.Block values = (LocatedTree.Block) Prototypes.tree(type, bound);
        return new LoadedConfig<>(root.cast(bound), values.json(), (LocatedTree.Block) effective, whole);
    }
}
