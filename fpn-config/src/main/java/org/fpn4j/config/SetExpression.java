package org.fpn4j.config;

import java.util.Optional;
import org.fpn4j.config.problem.Excerpt;

/**
 * One {@code --set path=value} of the command line.
 *
 * @param value a YAML scalar or flow value, every part of it of this origin
 */
record SetExpression(ConfigPath path, LocatedTree value) {
    private static final String EXAMPLE = "write path=value, as in neck.repeats=3 or heads[0].levels=[P3, P4]";

    /** What stands before the equals sign; all of it where there is none. */
    static String pathText(String argument) {
        int equals = argument.indexOf('=');
        return (equals < 0 ? argument : argument.substring(0, equals)).strip();
    }

    /**
     * Reads the argument after {@code --set}.
     *
     * @param position among the arguments, from 0
     * @return empty if it is not understood, which is reported
     */
    static Optional<SetExpression> parse(String argument, int position, LocatedProblems problems) {
        Origin origin = Origin.set(argument, position);
        int equals = argument.indexOf('=');
        if (equals < 0) {
            problems.add(origin, "has no [=]", EXAMPLE);
            return Optional.empty();
        }
        String pathText = pathText(argument);
        Optional<ConfigPath> path =
                ConfigPath.parse(pathText).filter(parsed -> !parsed.steps().isEmpty());
        if (path.isEmpty()) {
            problems.add(origin, "path[" + Excerpt.of(pathText) + "] is not a path", EXAMPLE);
            return Optional.empty();
        }
        if (path.get().steps().size() > YamlReader.DEEPEST) {
            problems.add(origin, "path is more than " + YamlReader.DEEPEST + " levels deep", EXAMPLE);
            return Optional.empty();
        }
        String valueText = argument.substring(equals + 1).strip();
        if (valueText.isEmpty()) {
            problems.add(origin, "has no value after [=]", "for empty text write " + Excerpt.of(pathText) + "='\"\"'");
            return Optional.empty();
        }
        return YamlReader.readValue(valueText, (line, column) -> origin, problems)
                .map(value -> new SetExpression(path.get(), value));
    }
}
