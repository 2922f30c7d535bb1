package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.fpn4j.config.ConfigSchema;
import org.fpn4j.config.Javadocs;
import org.fpn4j.config.problem.Range;
import org.fpn4j.experiments.scoring.DecidingKeys;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.config.FoldConfig;

/**
 * The JSON Schema of the files that people write: experiments, and ablations, which are known by their {@code axes}. An
 * axis that is a list stands at a path that configs have, and its values are those of that key.
 */
public final class FileSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String REFERENCE = "$ref";
    private static final String TYPE = "type";

    private FileSchema() {}

    /** With the blocks that are on the class path. */
    public static ObjectNode document() {
        ConfigSchema schema = new ConfigSchema();
        ObjectNode document = NODES.objectNode();
        document.put("$schema", ConfigSchema.DIALECT);
        document.put("title", "fpn4j: an experiment or an ablation");
        document.put(TYPE, "object");
        document.putObject("if").putArray("required").add(AblationKey.AXES.key());
        document.putObject("then").put(REFERENCE, "#/definitions/ablation");
        document.putObject("else").put(REFERENCE, "#/definitions/experiment");
        ObjectNode experiment = schema.file(ExperimentConfig.class);
        ObjectNode ablation = ablation(schema);
        ObjectNode definitions = document.putObject("definitions");
        definitions.set("ablation", ablation);
        definitions.set("experiment", experiment);
        definitions.setAll(schema.definitions());
        return document;
    }

    private static ObjectNode ablation(ConfigSchema schema) {
        ObjectNode node = NODES.objectNode();
        node.put("description", "Variants of one experiment, each trained with several seeds.");
        node.put(TYPE, "object");
        ObjectNode properties = node.putObject("properties");
        Map<String, String> texts = Javadocs.ofConstants(AblationKey.class);
        for (AblationKey key : AblationKey.values()) {
            ObjectNode property = properties.putObject(key.key());
            property.put("description", texts.get(key.key()));
            property.setAll(value(key, schema));
        }
        node.putArray("required").add(AblationKey.AXES.key()).add(AblationKey.BASE.key());
        node.put("additionalProperties", false);
        return node;
    }

    private static ObjectNode value(AblationKey key, ConfigSchema schema) {
        ObjectNode value = NODES.objectNode();
        switch (key) {
            case NAME, BASE -> value.put(TYPE, "string");
            case CONFIG -> value.putArray("allOf").add(schema.part(ExperimentConfig.class));
            case AXES -> value.setAll(axes(schema));
            case SEEDS -> {
                value.put(TYPE, "array").put("minItems", 1).put("uniqueItems", true);
                value.putObject("items")
                        .put(TYPE, "integer")
                        .put("minimum", (long) -Range.EXACT)
                        .put("maximum", (long) Range.EXACT);
                value.set("default", key.standard());
            }
            case FOLDS -> value.put(TYPE, "integer").put("minimum", 2).put("maximum", FoldConfig.MOST);
            case BASELINE -> value.set(TYPE, types("string", "number", "boolean", "object"));
            case COMPARE -> {
                value.put(TYPE, "array").put("minItems", 1).put("uniqueItems", true);
                value.putObject("items").set(TYPE, types("string", "number", "boolean", "object"));
            }
            case DECIDE_BY -> value.setAll(decideBy(key));
            case MARGIN -> value.put(TYPE, "string").put("pattern", "^[0-9]*\\.?[0-9]+ +[A-Za-z][A-Za-z0-9_.@]*$");
            case LOOKS -> {
                value.put(TYPE, "array").put("minItems", 1).put("uniqueItems", true);
                value.putObject("items").put(TYPE, "integer").put("minimum", 2);
            }
            case MATCH -> value.setAll(match());
            case WORKERS -> value.put(TYPE, "integer")
                    .put("minimum", 1)
                    .put("maximum", AblationKey.MOST_WORKERS)
                    .set("default", key.standard());
        }
        return value;
    }

    /** A name, or a block with options of the metric's family; what these may be is known to who reads them. */
    private static ObjectNode decideBy(AblationKey key) {
        ObjectNode decideBy = NODES.objectNode();
        decideBy.set(TYPE, types("string", "object"));
        decideBy.set("default", key.standard());
        decideBy.put("additionalProperties", false).putArray("required").add(DecidingKeys.METRIC);
        ObjectNode properties = decideBy.putObject("properties");
        described(properties, DecidingKeys.METRIC, "its name").put(TYPE, "string");
        DecidingKeys.keys().forEach(option -> described(properties, option, DecidingKeys.description(option))
                .set(TYPE, types("string", "number", "array")));
        return decideBy;
    }

    private static ObjectNode match() {
        ObjectNode match = NODES.objectNode();
        match.put(TYPE, "object").put("additionalProperties", false);
        ObjectNode properties = match.putObject("properties");
        described(properties, "what", "multiply-accumulates or parameters")
                .putArray("enum")
                .add("macs")
                .add("params");
        described(properties, "scope", "in the whole detector, or in the neck with the levels above it")
                .putArray("enum")
                .add("detector")
                .add("neck");
        described(properties, "of", "the variant that stays as it is; left out: the baseline")
                .set(TYPE, types("string", "number", "boolean", "object"));
        described(properties, "by", "path of the whole number that is set").put(TYPE, "string");
        described(properties, "multiple_of", "what the number must be a multiple of")
                .put(TYPE, "integer")
                .put("minimum", 1)
                .put("maximum", MatchTree.LARGEST_MULTIPLE);
        described(properties, "tolerance", "largest relative distance")
                .put(TYPE, "number")
                .put("exclusiveMinimum", 0)
                .put("exclusiveMaximum", 1);
        return match;
    }

    private static ObjectNode described(ObjectNode properties, String key, String text) {
        return properties.putObject(key).put("description", text);
    }

    private static ArrayNode types(String... names) {
        ArrayNode types = NODES.arrayNode();
        for (String name : names) {
            types.add(name);
        }
        return types;
    }

    private static ObjectNode axes(ConfigSchema schema) {
        ObjectNode node = NODES.objectNode();
        node.put(TYPE, "object").put("minProperties", 1);
        ObjectNode properties = node.putObject("properties");
        schema.paths(ExperimentConfig.class).forEach((path, values) -> properties.set(path, axis(values, schema)));
        // an element of a list; the pattern of what comes before it would be as long as the list of paths
        node.putObject("patternProperties").set("\\[\\d+]", axis(NODES.objectNode(), schema));
        node.set("additionalProperties", labels(schema));
        return node;
    }

    private static ObjectNode axis(ObjectNode values, ConfigSchema schema) {
        ObjectNode axis = NODES.objectNode();
        axis.putObject("if").put(TYPE, "array");
        axis.putObject("then").put("minItems", 1).put("uniqueItems", true).set("items", values);
        axis.set("else", labels(schema));
        return axis;
    }

    private static ObjectNode labels(ConfigSchema schema) {
        ObjectNode labels = NODES.objectNode();
        labels.put(TYPE, "object").put("minProperties", 1);
        labels.set("additionalProperties", schema.part(ExperimentConfig.class));
        return labels;
    }
}
