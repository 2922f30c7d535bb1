package org.fpn4j.spark;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is to be run: {@code FILE [--set KEY=VALUE]... --out OUT}, as for {@code ./fpn ablate}.
 *
 * @param file of the ablation, on the driver's machine
 * @param sets {@code KEY=VALUE} of each {@code --set}, in order
 * @param out a folder that all machines see under this path, or an address that Hadoop's file systems know
 */
record AblationArguments(String file, List<String> sets, String out) {
    private static final String USAGE = "what is right: FILE [--set KEY=VALUE]... --out OUT";

    /** A single letter is a drive. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    AblationArguments {
        requireNonNull(file, "file is null");
        sets = List.copyOf(sets);
        requireNonNull(out, "out is null");
    }

    /** @throws Refusal naming what is wrong */
    static AblationArguments of(String... arguments) {
        List<String> files = new ArrayList<>();
        List<String> sets = new ArrayList<>();
        List<String> outs = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--")) {
                files.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!name.equals("--set") && !name.equals("--out")) {
                throw new Refusal("option[" + name + "] is unknown; " + USAGE);
            }
            if (equals < 0 && i + 1 == arguments.length) {
                throw new Refusal("option[" + name + "] has no value; " + USAGE);
            }
            String value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
            (name.equals("--set") ? sets : outs).add(value);
        }
        if (files.size() != 1 || outs.size() != 1) {
            throw new Refusal("there must be one file and one --out, and there are " + files.size() + " and "
                    + outs.size() + "; " + USAGE);
        }
        return new AblationArguments(files.get(0), sets, outs.get(0));
    }

    /** True where {@link #out} is the address of a file system that is not the machines' own. */
    boolean remote() {
        return SCHEME.matcher(out).matches() && !out.startsWith("file:");
    }

    /** The arguments of {@code ablate} with results in another place. */
    List<String> ablate(String place) {
        List<String> command = new ArrayList<>(List.of("ablate", file));
        for (String set : sets) {
            command.add("--set");
            command.add(set);
        }
        command.add("--out");
        command.add(place);
        return command;
    }
}
