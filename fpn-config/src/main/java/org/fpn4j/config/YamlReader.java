package org.fpn4j.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.Excerpt;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Text of one YAML document to a located tree. A subset: maps, lists and scalars; no null, no anchors, aliases, merge
 * keys or tags, no key twice, at most {@value #DEEPEST} levels deep. Scalars follow YAML 1.1: {@code 010} is 8, {@code
 * yes} is true, {@code 1e-4} is a number.
 */
final class YamlReader {
    /** Blocks within blocks; configs have six. */
    static final int DEEPEST = 64;

    /** Characters of a number; longer ones are no values of any key and take long to convert. */
    private static final int LONGEST_NUMBER = 400;

    private static final YAMLFactory FACTORY = new YAMLFactory();

    /** Turns a line and a column, both from 1, into an origin. */
    interface Locator {
        Origin at(int line, int column);
    }

    private final YAMLParser parser;
    private final int[] text;
    private final Locator locator;
    private final LocatedProblems problems;
    private int depth;

    private YamlReader(YAMLParser parser, String text, Locator locator, LocatedProblems problems) {
        this.parser = parser;
        this.text = text.codePoints().toArray();
        this.locator = locator;
        this.problems = problems;
    }

    /**
     * Reads one document. What the subset lacks is reported and stands in the tree as null, so that reading goes on.
     *
     * @return empty if the text is not YAML, which is reported; an empty document is an empty map
     */
    static Optional<LocatedTree> read(String text, Locator locator, LocatedProblems problems) {
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return parse(withoutMark, locator, problems, YamlReader::document);
    }

    /** Reads a single value, which may be a scalar and may not be null. */
    static Optional<LocatedTree> readValue(String text, Locator locator, LocatedProblems problems) {
        return parse(text, locator, problems, YamlReader::single);
    }

    private interface Part {
        Optional<LocatedTree> read(YamlReader reader) throws IOException;
    }

    private static Optional<LocatedTree> parse(String text, Locator locator, LocatedProblems problems, Part part) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            YamlReader reader = new YamlReader(parser, text, locator, problems);
            Optional<LocatedTree> tree = part.read(reader);
            if (parser.nextToken() != null) {
                problems.add(reader.here(), "a second document starts here; a config holds one");
            }
            return tree;
        } catch (JsonProcessingException e) {
            reportSyntax(e, locator, problems);
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // text in memory
        }
    }

    private static void reportSyntax(JsonProcessingException e, Locator locator, LocatedProblems problems) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            problems.add(
                    locator.at(mark.getLine() + 1, mark.getColumn() + 1), "not valid YAML: " + marked.getProblem());
            return;
        }
        int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
        int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
        String message = e.getOriginalMessage().lines().findFirst().orElse("");
        problems.add(
                locator.at(line, column),
                message.startsWith("Expected a field name")
                        ? "a key must be text, not a list or a map"
                        : "not valid YAML: " + message);
    }

    private Optional<LocatedTree> document() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null || token == JsonToken.VALUE_NULL) {
            return Optional.of(new LocatedTree.Block(Map.of(), locator.at(1, 1)));
        }
        return Optional.of(value(token, here(), ""));
    }

    private Optional<LocatedTree> single() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            problems.add(
                    locator.at(1, 1),
                    "has no value: what follows [=] is a comment or a directive in YAML",
                    "text that begins with [#] or [%] needs quotes within the argument");
            return Optional.empty();
        }
        return Optional.of(value(token, here(), ""));
    }

    private LocatedTree value(JsonToken token, Origin origin, String path) throws IOException {
        boolean refused = refuseProperties();
        if (token.isStructStart() && depth == DEEPEST) {
            problems.add(origin, "is nested more than " + DEEPEST + " levels deep");
            parser.skipChildren();
            return new LocatedTree.Scalar(NullNode.instance, origin, here());
        }
        return switch (token) {
            case START_OBJECT -> block(origin, path);
            case START_ARRAY -> items(origin, path);
            default -> new LocatedTree.Scalar(
                    refused ? NullNode.instance : scalar(token, origin, path), origin, here());
        };
    }

    private LocatedTree block(Origin origin, String path) throws IOException {
        Map<String, LocatedTree> entries = new LinkedHashMap<>();
        depth++;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Origin keyOrigin = here();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            refuseProperties();
            boolean mergeKey = key.equals("<<") && text[start()] == '<'; // in quotes it is a key like any other
            JsonToken token = parser.nextToken();
            if (mergeKey) {
                problems.add(keyOrigin, "merge key[<<] is not supported; write the keys out, or use base");
                parser.skipChildren();
                continue;
            }
            LocatedTree value = value(token, keyOrigin, keyPath);
            LocatedTree first = entries.putIfAbsent(key, value);
            if (first != null) {
                problems.add(keyOrigin, "key[" + Excerpt.of(keyPath) + "] stands twice; first at " + first.origin());
            }
        }
        depth--;
        return new LocatedTree.Block(entries, origin);
    }

    private LocatedTree items(Origin origin, String path) throws IOException {
        List<LocatedTree> items = new ArrayList<>();
        depth++;
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            items.add(value(token, here(), path + "[" + items.size() + "]"));
            token = parser.nextToken();
        }
        depth--;
        return new LocatedTree.Items(items, origin);
    }

    private JsonNode scalar(JsonToken token, Origin origin, String path) throws IOException {
        return switch (token) {
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                boolean convertible = parser.getTextLength() <= LONGEST_NUMBER;
                yield !convertible
                        ? TextNode.valueOf(parser.getText())
                        : token == JsonToken.VALUE_NUMBER_INT ? integer() : number();
            }
            case VALUE_NULL -> {
                problems.add(origin, nullRefusal(path));
                yield NullNode.instance;
            }
            default -> TextNode.valueOf(parser.getText());
        };
    }

    static String nullRefusal(String path) {
        String name = path.isEmpty() ? "value" : Excerpt.of(path);
        return name + "[null] has no value; give one, or leave the key out for its default";
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> JsonNodeFactory.instance.numberNode(parser.getIntValue());
            case LONG -> JsonNodeFactory.instance.numberNode(parser.getLongValue());
            default -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
        };
    }

    /** YAML's {@code .inf} and {@code .nan} are no numbers to the parser, nor to us: they stay text. */
    private JsonNode number() throws IOException {
        try {
            return DoubleNode.valueOf(parser.getDoubleValue());
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(parser.getText());
        }
    }

    /** The parser does not tell the anchors of all scalars, so the text at the token's start is asked. */
    private boolean refuseProperties() throws IOException {
        int start = start();
        int first = start < text.length ? text[start] : ' ';
        String kind = first == '&' ? "anchor" : first == '*' ? "alias" : first == '!' ? "tag" : "";
        if (kind.isEmpty()) {
            return false;
        }
        StringBuilder word = new StringBuilder();
        for (int i = start; i < text.length && !Character.isWhitespace(text[i]) && ",]}".indexOf(text[i]) < 0; i++) {
            word.appendCodePoint(text[i]);
        }
        problems.add(here(), kind + "[" + Excerpt.of(word.toString()) + "] is not supported; write the value out");
        return true;
    }

    private int start() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private Origin here() {
        return locator.at(
                parser.currentTokenLocation().getLineNr(),
                parser.currentTokenLocation().getColumnNr());
    }
}
