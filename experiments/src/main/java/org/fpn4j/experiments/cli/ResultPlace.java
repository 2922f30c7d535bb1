package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A folder of this machine, or the address of one elsewhere.
 *
 * @param text as it was typed: the slashes of an address are no path's
 */
record ResultPlace(String text) {
    /** A single letter is a drive. */
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    boolean isAddress() {
        return ADDRESS.matcher(text).matches();
    }

    /** The folder, where it is of this machine. */
    Path path() {
        return Path.of(text);
    }

    /** Of an empty text Java makes the current directory, which nobody means. */
    static final class Converter implements ITypeConverter<ResultPlace> {
        @Override
        public ResultPlace convert(String text) {
            if (text.isEmpty()) {
                throw new TypeConversionException("an empty text names no folder");
            }
            return new ResultPlace(text);
        }
    }
}
