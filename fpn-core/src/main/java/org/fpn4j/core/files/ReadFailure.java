package org.fpn4j.core.files;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Why a file could not be read, in words for the person who named it: Java names its classes, the file again, or nothing. */
public final class ReadFailure {
    private static final Pattern CLASS_NAME =
            Pattern.compile("\\b(\\w+\\.)+[A-Z]\\w*|\\b[A-Z]\\w+(Exception|Error)\\b");

    private ReadFailure() {}

    /** The end of a sentence that begins {@code file cannot be read: }. */
    public static String reason(Path file, Throwable cause) {
        if (isEnd(cause)) {
            return endsEarly(file);
        }
        if (cause instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException system) {
            return system.getReason() == null
                    ? "reading failed"
                    : system.getReason().toLowerCase(Locale.ROOT);
        }
        if (cause instanceof FileNotFoundException) {
            return Files.isRegularFile(file) ? "permission denied" : "it does not exist";
        }
        return words(cause);
    }

    /** The same of a file's content that came another way. */
    public static String reason(byte[] content, Throwable cause) {
        return isEnd(cause) ? "it ends early, at byte[" + content.length + "]" : words(cause);
    }

    private static boolean isEnd(Throwable cause) {
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    private static String words(Throwable cause) {
        if (cause instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        String message = cause.getMessage() == null
                ? ""
                : cause.getMessage().lines().findFirst().orElse("");
        boolean words = !message.isBlank() && !CLASS_NAME.matcher(message).find();
        return words && cause instanceof IOException ? message : "it is damaged";
    }

    /** The first line of a parser's message, without the names of its settings. */
    public static String words(String message) {
        return message.lines().findFirst().orElse("").replaceAll(", from `[^`]*`", "");
    }

    /** That a file ends before what it promises does. */
    public static String endsEarly(Path file) {
        try {
            return "it ends early, at byte[" + Files.size(file) + "]";
        } catch (IOException e) {
            return "it ends early";
        }
    }
}
