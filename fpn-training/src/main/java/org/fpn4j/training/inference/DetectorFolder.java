package org.fpn4j.training.inference;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.training.config.CheckedConfig;

/**
 * A folder with all that a trained detector is made of, such as the directory of a run:
 *
 * <pre>
 * config.yaml                     effective config, complete
 * classes.json                    category ids and names by class index
 * checkpoints/final.safetensors   weights of all parameters and buffers
 * calibration.json                how large maps become with them, once that was looked at
 * </pre>
 */
public record DetectorFolder(Path path) {
    public DetectorFolder {
        requireNonNull(path, "path is null");
    }

    /** The effective config. */
    public Path config() {
        return path.resolve("config.yaml");
    }

    /** Where weights lie. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** The weights after training. */
    public Path weights() {
        return checkpoints().resolve("final.safetensors");
    }

    /** How large maps become with these weights; there where somebody has looked. */
    public Path calibration() {
        return path.resolve("calibration.json");
    }

    private Path classesFile() {
        return path.resolve("classes.json");
    }

    /** Writes the names of the classes, by index. */
    public void writeClasses(List<ClassName> classes) {
        StoredJson.write(classesFile(), classes);
    }

    /**
     * Names of the classes by index.
     *
     * @throws UserInputException where the file is missing or damaged
     */
    public List<ClassName> classes() {
        StoredJson json = StoredJson.list(classesFile());
        List<ClassName> classes = new ArrayList<>();
        Set<Long> ids = new HashSet<>();
        for (StoredJson item : json.items()) {
            ClassName name = new ClassName(item.integer("id", Long.MIN_VALUE, Long.MAX_VALUE), item.text("name"));
            if (!ids.add(name.id())) {
                item.wrong("id", "must be the id of no other class");
            }
            classes.add(name);
        }
        json.done();
        return classes;
    }

    /**
     * Names of the classes that a config's head predicts; it may predict more, which have no name.
     *
     * @throws UserInputException where there are more names, or the file is missing or damaged
     */
    public List<ClassName> classesOf(CheckedConfig config) {
        List<ClassName> classes = classes();
        int predicted = config.config().head().numClasses();
        if (classes.size() > predicted) {
            throw new UserInputException(
                    path.toString(),
                    "classes.json has " + classes.size() + " classes, and the head of config.yaml predicts "
                            + predicted);
        }
        return classes;
    }
}
