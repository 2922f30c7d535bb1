package org.fpn4j.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A tree as YAML that every YAML 1.1 or 1.2 reader reads back as the same values. Lists of scalars stand on one line. */
final class YamlPrinter {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");
    /** JSON's escapes are YAML's too. */
    private static final JsonMapper QUOTER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final StringBuilder out = new StringBuilder();

    private YamlPrinter() {}

    static String print(JsonNode root) {
        YamlPrinter printer = new YamlPrinter();
        printer.block(root, "", "");
        return printer.out.toString();
    }

    private void block(JsonNode block, String firstIndent, String indent) {
        String lead = firstIndent;
        for (Map.Entry<String, JsonNode> field : block.properties()) {
            out.append(lead).append(text(field.getKey())).append(':');
            value(field.getValue(), indent);
            lead = indent;
        }
    }

    private void value(JsonNode value, String indent) {
        if (value.isObject() && !value.isEmpty()) {
            out.append('\n');
            block(value, indent + "  ", indent + "  ");
        } else if (value.isArray() && holdsContainers(value)) {
            out.append('\n');
            for (JsonNode item : value) {
                out.append(indent).append("  -");
                if (item.isObject() && !item.isEmpty()) {
                    block(item, " ", indent + "    ");
                } else {
                    out.append(' ').append(inline(item)).append('\n');
                }
            }
        } else {
            out.append(' ').append(inline(value)).append('\n');
        }
    }

    private static boolean holdsContainers(JsonNode list) {
        for (JsonNode item : list) {
            if (item.isContainerNode()) {
                return true;
            }
        }
        return false;
    }

    /** A value on one line. */
    static String inline(JsonNode value) {
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(inline(item)));
            return "[" + String.join(", ", items) + "]";
        }
        if (value.isObject()) {
            List<String> fields = new ArrayList<>();
            value.fields()
                    .forEachRemaining(field -> fields.add(text(field.getKey()) + ": " + inline(field.getValue())));
            return "{" + String.join(", ", fields) + "}";
        }
        return value.isTextual() ? text(value.textValue()) : plain(value);
    }

    /** A scalar without quotes, as messages show it. */
    static String plain(JsonNode scalar) {
        return scalar.isFloatingPointNumber() ? number(scalar.asText()) : scalar.asText();
    }

    /** Always with a point, and with a signed exponent where there is one: without them YAML 1.1 reads text. */
    private static String number(String javaText) {
        if (javaText.startsWith("N") || javaText.endsWith("y")) {
            return javaText;
        }
        BigDecimal exact = new BigDecimal(javaText);
        if (exact.signum() == 0) {
            return javaText;
        }
        int magnitude = exact.precision() - exact.scale();
        if (magnitude > -6 && magnitude <= 7) {
            String digits = exact.stripTrailingZeros().toPlainString();
            return digits.contains(".") ? digits : digits + ".0";
        }
        return javaText.replace("E-", "e-").replace("E", "e+");
    }

    private static String text(String text) {
        if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        try {
            return QUOTER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot quote [" + text + "]", e);
        }
    }
}
