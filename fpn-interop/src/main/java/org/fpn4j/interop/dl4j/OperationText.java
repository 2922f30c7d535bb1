package org.fpn4j.interop.dl4j;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.OperationKinds;

/** An operation as one line of JSON, which is how it stands in the configuration that DL4J saves: {@code {"kind":"Sum"}}. */
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
