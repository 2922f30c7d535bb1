package org.fpn4j.heads;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.ServiceLoader;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.roi.BoxHeadConfig;

/** Head configs from a few lines of YAML over the defaults, as the loader reads them. */
public final class Configs {
    private static final JsonMapper MAPPER = mapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Configs() {}

    /** {@code defaults} with the keys of the YAML text changed. */
    public static <T extends HeadConfig> T with(T defaults, String yaml) {
        try {
            ObjectNode tree = MAPPER.valueToTree(defaults);
            lay(tree, YAML.readTree(yaml));
            @SuppressWarnings("unchecked") // the type property says that it is one
            T config = (T) MAPPER.treeToValue(tree, HeadConfig.class);
            return config;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void lay(ObjectNode under, JsonNode over) {
        over.fields().forEachRemaining(field -> {
            JsonNode below = under.get(field.getKey());
            if (below == null) {
                throw new IllegalArgumentException("unknown key [" + field.getKey() + "] in " + under);
            }
            boolean sameType = !field.getValue().has("type")
                    || field.getValue().get("type").equals(below.get("type"));
            if (below.isObject() && sameType) {
                lay((ObjectNode) below, field.getValue());
            } else {
                under.set(field.getKey(), field.getValue());
            }
        });
    }

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build();
        ServiceLoader.load(HeadConfig.class).stream().forEach(found -> mapper.registerSubtypes(found.type()));
        ServiceLoader.load(NormConfig.class).stream().forEach(found -> mapper.registerSubtypes(found.type()));
        ServiceLoader.load(BoxHeadConfig.class).stream().forEach(found -> mapper.registerSubtypes(found.type()));
        ServiceLoader.load(MatcherConfig.class).stream().forEach(found -> mapper.registerSubtypes(found.type()));
        return mapper;
    }
}
