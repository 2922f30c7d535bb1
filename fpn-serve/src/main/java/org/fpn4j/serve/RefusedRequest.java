package org.fpn4j.serve;

import java.util.List;
import java.util.Map;

/** A request that gets a refusal in place of what it asks for. */
final class RefusedRequest extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    RefusedRequest(int status, String why) {
        this(status, why, Map.of());
    }

    RefusedRequest(int status, String why, Map<String, String> headers) {
        super(why);
        this.answer = Answer.refusal(status, why, List.of(), headers);
    }

    Answer answer() {
        return answer;
    }
}
