package org.fpn4j.config;

import com.github.therapi.runtimejavadoc.ClassJavadoc;
import com.github.therapi.runtimejavadoc.Comment;
import com.github.therapi.runtimejavadoc.CommentVisitor;
import com.github.therapi.runtimejavadoc.Link;
import com.github.therapi.runtimejavadoc.RuntimeJavadoc;
import com.github.therapi.runtimejavadoc.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the sources say of records and enums, as plain text. The compiler keeps it beside the classes where therapi's
 * annotation processor runs, as it does here; classes from elsewhere may have none.
 */
public final class Javadocs {
    private Javadocs() {}

    /** The first paragraph of a class' comment. */
    public static Optional<String> ofClass(Class<?> type) {
        return text(read(type).getComment());
    }

    /** The {@code @param} of a record's component. */
    public static Optional<String> ofComponent(Class<?> record, String component) {
        return read(record).getRecordComponents().stream()
                .filter(found -> found.getName().equals(component))
                .findFirst()
                .flatMap(found -> text(found.getComment()));
    }

    /** Comments of those constants that have one, by their spelling in YAML. */
    public static Map<String, String> ofConstants(Class<?> type) {
        Map<String, String> texts = new LinkedHashMap<>();
        ClassJavadoc javadoc = read(type);
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            javadoc.getEnumConstants().stream()
                    .filter(found -> found.getName().equals(name))
                    .findFirst()
                    .flatMap(found -> text(found.getComment()))
                    .ifPresent(text -> texts.put(KeyName.ofConstant((Enum<?>) constant), text));
        }
        return texts;
    }

    private static ClassJavadoc read(Class<?> type) {
        return RuntimeJavadoc.getJavadoc(type);
    }

    private static Optional<String> text(Comment comment) {
        PlainText plain = new PlainText();
        comment.visit(plain);
        String first = plain.text.toString().split("<p>|<pre>|<ul>|<ol>|\n\\s*\n", 2)[0];
        String line = first.replaceAll("<[^>]*>", "")
                .replace("&lt;", "<")
                .replaceAll("\\s+", " ")
                .strip();
        return line.isEmpty() ? Optional.empty() : Optional.of(ended(line));
    }

    /** A sentence that leads to a list or a table, which is not part of the text, is left out or ends here. */
    private static String ended(String line) {
        if (!line.endsWith(":")) {
            return line;
        }
        int last = line.lastIndexOf(". ");
        return last < 0 ? line.substring(0, line.length() - 1) + "." : line.substring(0, last + 1);
    }

    private static final class PlainText implements CommentVisitor {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void commentText(String value) {
            text.append(value);
        }

        @Override
        public void inlineTag(String name, String value) {
            text.append(value.replace("<", "&lt;"));
        }

        @Override
        public void inlineLink(Link link) {
            text.append(link.getLabel());
        }

        @Override
        public void inlineValue(Value value) {
            text.append(value.getReferencedMemberName());
        }
    }
}
