package org.fpn4j.tracking.tensorboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The events that TensorBoard reads, as bytes: {@code event.proto}, {@code summary.proto} and {@code tensor.proto} of TensorFlow,
 * {@code plugin_data.proto} of TensorBoard's plugin for hyperparameters. The numbers are those of the fields there.
 */
final class Events {
    private static final int SESSION_START = 1; // SessionLog.SessionStatus
    private static final int FLOAT = 1; // DataType
    private static final int STRING = 7;
    private static final int SUCCESS = 1; // hparams.Status

    private Events() {}

    /** The first of every file. */
    static byte[] version(double seconds) {
        return event(seconds, 0).text(3, "brain.Event:2").toBytes();
    }

    /** Whatever was shown at this step or later, in files before this one, counts no more. */
    static byte[] start(double seconds, long step) {
        return event(seconds, step)
                .message(7, new Message().varint(1, SESSION_START))
                .toBytes();
    }

    /** Numbers of a step. They are rounded to {@code float}. */
    static byte[] scalars(double seconds, long step, Map<String, Double> values) {
        Message summary = new Message();
        values.forEach(
                (tag, value) -> summary.message(1, new Message().text(1, tag).real(2, value.floatValue())));
        return event(seconds, step).message(5, summary).toBytes();
    }

    /** A text in Markdown. */
    static byte[] text(double seconds, String tag, String markdown) {
        Message tensor = new Message()
                .varint(1, STRING)
                .message(2, new Message()) // a scalar
                .bytes(8, markdown.getBytes(StandardCharsets.UTF_8));
        return summary(seconds, tag, tensor, new Message().text(1, "text"));
    }

    /** What the run is compared by: numbers, truth values, and all else as text. */
    static byte[] parameters(double seconds, Map<String, JsonNode> parameters) {
        Message info = new Message();
        parameters.forEach(
                (name, value) -> info.message(1, new Message().text(1, name).message(2, parameter(value))));
        info.real(5, seconds);
        return hyperparameters(seconds, "_hparams_/session_start_info", new Message().message(3, info));
    }

    /** That the run has its result. */
    static byte[] success(double seconds) {
        Message info = new Message().varint(1, SUCCESS).real(2, seconds);
        return hyperparameters(seconds, "_hparams_/session_end_info", new Message().message(4, info));
    }

    /** {@code google.protobuf.Value}. */
    private static Message parameter(JsonNode value) {
        if (value.isNumber()) {
            return new Message().real(2, value.doubleValue());
        }
        return value.isBoolean()
                ? new Message().varint(4, value.booleanValue() ? 1 : 0)
                : new Message().text(3, value.isTextual() ? value.textValue() : value.toString());
    }

    private static byte[] hyperparameters(double seconds, String tag, Message content) {
        Message oneDimension = new Message().message(2, new Message());
        Message nothing = new Message().varint(1, FLOAT).message(2, oneDimension); // of length 0
        return summary(seconds, tag, nothing, new Message().text(1, "hparams").bytes(2, content.toBytes()));
    }

    private static byte[] summary(double seconds, String tag, Message tensor, Message plugin) {
        Message value = new Message().text(1, tag).message(8, tensor).message(9, new Message().message(1, plugin));
        return event(seconds, 0).message(5, new Message().message(1, value)).toBytes();
    }

    private static Message event(double seconds, long step) {
        Message event = new Message().real(1, seconds);
        return step == 0 ? event : event.varint(2, step);
    }
}
