package org.fpn4j.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is sent back.
 *
 * @param status of HTTP
 * @param type of the body
 * @param headers besides those that every answer has
 * @param remark for the log; empty where there is nothing to say
 */
record Answer(int status, String type, byte[] body, Map<String, String> headers, String remark) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What was asked for, as a file would hold it. */
    static Answer of(String type, byte[] body) {
        return new Answer(200, type, body, Map.of(), "");
    }

    static Answer json(Object value, String remark) {
        return new Answer(200, "application/json", bytes(value), Map.of(), remark);
    }

    /** A refusal, with a sentence that says why, and what would be right. */
    static Answer refusal(int status, String why, List<String> hints, Map<String, String> headers) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", why);
        if (!hints.isEmpty()) {
            body.put("hints", hints);
        }
        return new Answer(status, "application/json", bytes(body), headers, "");
    }

    boolean isRefusal() {
        return status >= 400;
    }

    private static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that has no JSON form", e);
        }
    }
}
