package org.fpn4j.data.coco;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a small tree of one entry of a list, however large the entry is: the fields that somebody reads, and of a list or
 * an object in one of them the beginning, which is enough to see that it is no number.
 *
 * @param fields that are kept
 * @param masks reads {@code segmentation}, whole, where somebody asks for it
 */
record CocoEntryReader(Set<String> fields, Optional<SegmentationReader> masks) {
    private static final int MOST_KEPT = 16; // of what lies in a field; a box has 4
    private static final int DEEPEST = 2;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The value that the parser stands on; the parser is at its end afterwards. */
    JsonNode read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return value(parser, 0);
        }
        ObjectNode entry = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (fields.contains(name)) {
                entry.set(name, value(parser, 0));
            } else if (masks.isPresent() && name.equals(CocoEntry.SEGMENTATION)) {
                entry.set(name, NODES.pojoNode(masks.get().read(parser)));
            } else {
                parser.skipChildren();
            }
        }
        return entry;
    }

    private static JsonNode value(JsonParser parser, int depth) throws IOException {
        return switch (parser.currentToken()) {
            case START_ARRAY -> list(parser, depth);
            case START_OBJECT -> object(parser, depth);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> switch (parser.getNumberType()) {
                case INT -> NODES.numberNode(parser.getIntValue());
                case LONG -> NODES.numberNode(parser.getLongValue());
                default -> NODES.numberNode(parser.getBigIntegerValue());
            };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ArrayNode list(JsonParser parser, int depth) throws IOException {
        ArrayNode list = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (list.size() < MOST_KEPT && depth < DEEPEST) {
                list.add(value(parser, depth + 1));
            } else {
                parser.skipChildren();
            }
        }
        return list;
    }

    private static ObjectNode object(JsonParser parser, int depth) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (object.size() < MOST_KEPT && depth < DEEPEST) {
                object.set(name, value(parser, depth + 1));
            } else {
                parser.skipChildren();
            }
        }
        return object;
    }
}
