package org.fpn4j.evaluation.replicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.evaluation.statistics.DrawnScores;

/**
 * Replicates as a file: a line of JSON, with each metric the number of images that hold an object for it, then of each metric in its order a score for each draw, as doubles, little-endian.
 *
 * <pre>
 * {"draws_of":"image bootstrap","images":60,"draws":1000,"objects":"SHA-256","detections":"SHA-256","metrics":{"AP":58,"AP50":58}}
 * </pre>
 *
 * @param replicates the scores
 * @param objectsSha256 of what they were scored against; replicates of other objects are never compared
 * @param detectionsSha256 of what was scored
 */
public record ReplicatesFile(Replicates replicates, String objectsSha256, String detectionsSha256) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST = 256L << 20;

    /** The same with other scores. */
    public ReplicatesFile with(Replicates others) {
        return new ReplicatesFile(others, objectsSha256, detectionsSha256);
    }

    /** The same with more scores. */
    public ReplicatesFile and(Replicates others) {
        return with(replicates.and(others));
    }

    /** Whether another is of the same draws, objects and detections. */
    public boolean isLike(ReplicatesFile other) {
        return replicates.draws().equals(other.replicates.draws())
                && objectsSha256.equals(other.objectsSha256)
                && detectionsSha256.equals(other.detectionsSha256);
    }

    /** Writes it, whole or not at all. */
    public void write(Path file) {
        ObjectNode header = JSON.createObjectNode();
        header.put("draws_of", ImageDraws.KEY);
        header.put("images", replicates.draws().images());
        header.put("draws", replicates.draws().draws());
        header.put("objects", objectsSha256);
        header.put("detections", detectionsSha256);
        ObjectNode metrics = header.putObject("metrics");
        replicates.scores().forEach((metric, scores) -> metrics.put(metric, scores.withObjects()));
        byte[] line = (json(header) + "\n").getBytes(StandardCharsets.UTF_8);
        int draws = replicates.draws().draws();
        ByteBuffer bytes = ByteBuffer.allocate(
                        line.length + Double.BYTES * draws * replicates.scores().size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(line);
        for (DrawnScores scores : replicates.scores().values()) {
            for (int draw = 0; draw < draws; draw++) {
                bytes.putDouble(scores.score(draw));
            }
        }
        WholeFile.write(file, bytes.array());
    }

    /**
     * Reads one.
     *
     * @throws UserInputException where it is missing or damaged
     */
    public static ReplicatesFile read(Path file) {
        byte[] bytes = bytes(file);
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        JsonNode header = header(file, new String(bytes, 0, end, StandardCharsets.UTF_8));
        int images = header.path("images").asInt();
        int draws = header.path("draws").asInt();
        JsonNode metrics = header.path("metrics");
        ByteBuffer values =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(Math.min(end + 1, bytes.length));
        boolean fits = header.path("draws_of").asText().equals(ImageDraws.KEY)
                && images >= 1
                && draws >= 1
                && metrics.isObject()
                && values.remaining() == (long) Double.BYTES * draws * metrics.size();
        if (!fits) {
            throw damaged(file);
        }
        Map<String, DrawnScores> scores = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> metric : metrics.properties()) {
            double[] ofMetric = new double[draws];
            values.asDoubleBuffer().get(ofMetric);
            values.position(values.position() + Double.BYTES * draws);
            if (!isCount(metric.getValue(), images)) {
                throw damaged(file);
            }
            for (double score : ofMetric) {
                if (!(score >= 0 || score == -1)) {
                    throw damaged(file);
                }
            }
            scores.put(
                    metric.getKey(),
                    new DrawnScores(ofMetric, images, metric.getValue().intValue()));
        }
        return new ReplicatesFile(
                new Replicates(new ImageDraws(images, draws), scores),
                header.path("objects").asText(),
                header.path("detections").asText());
    }

    private static boolean isCount(JsonNode value, int most) {
        return value.isInt() && value.intValue() >= 0 && value.intValue() <= most;
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw damaged(file);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UserInputException(file.toString(), "cannot be read: " + ReadFailure.reason(file, e));
        }
    }

    private static JsonNode header(Path file, String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw damaged(file);
        }
    }

    private static UserInputException damaged(Path file) {
        return new UserInputException(
                file.toString(),
                "is damaged: it does not hold the scores that its first line names",
                "remove it, and it is made again from the detections");
    }

    private static String json(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot print " + node, e);
        }
    }
}
