package org.fpn4j.interop.dl4j;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.fpn4j.core.graph.ExtensionRule;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.OperationKinds;
import org.fpn4j.core.samediff.SameDiffRule;

/**
 * An operation as one line of JSON, which is how it stands in the configuration that DL4J saves: {@code {"kind":"Sum"}}. One
 * from outside has its class as its kind, and is known where its rule is: no class is loaded because a file names it.
 */
final class OperationText {
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface Kinds {}

    private static final ObjectMapper MAPPER = mapper();

    private OperationText() {}

    private static ObjectMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder().addMixIn(Operation.class, Kinds.class);
        for (Class<?> kind : OperationKinds.all()) {
            builder.registerSubtypes(new com.fasterxml.jackson.databind.jsontype.NamedType(kind, kind.getSimpleName()));
        }
        for (SameDiffRule<?> rule : ExtensionRule.all(SameDiffRule.class)) {
            Class<?> kind = rule.operation();
            builder.registerSubtypes(new com.fasterxml.jackson.databind.jsontype.NamedType(kind, kind.getName()));
        }
        return builder.build();
    }

    static String write(Operation operation) {
        try {
            return MAPPER.writerFor(Operation.class).writeValueAsString(operation);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("operations are records of numbers and names", e);
        }
    }

    /**
     * The operation that {@link #write} wrote.
     *
     * @throws IllegalArgumentException where the text is something else
     */
    static Operation read(String text) {
        try {
            return MAPPER.readValue(text, Operation.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("operation[" + text + "] is not one that this version knows", e);
        }
    }
}
