package org.fpn4j.training.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.training.loop.TrainingLength;
import org.fpn4j.training.loop.TrainingState;
import org.fpn4j.training.loop.TrainingState.BestScore;
import org.fpn4j.training.loop.TrainingState.Position;
import org.fpn4j.training.loop.TrainingState.TimeSpent;
import org.fpn4j.training.optimization.LossScale;

/**
 * The file that makes a checkpoint valid:
 *
 * <pre>
 * format   1
 * state    where the training stands ({@link TrainingState})
 * files    the checkpoint's other files by name: bytes, sha256
 * sha256   of all of the above, as JSON without blanks
 * </pre>
 *
 * @param training where it stands
 * @param bestSha256 of the weights of its best evaluation, where they are kept; otherwise empty
 */
record StoredState(TrainingState training, String bestSha256) {
    private static final int FORMAT = 1;
    private static final ObjectMapper COMPACT =
            JsonMapper.builder().disable(SerializationFeature.INDENT_OUTPUT).build();

    /** Writes the file, after the others. */
    void write(Path file, List<Path> others) {
        ObjectNode json = COMPACT.createObjectNode();
        json.put("format", FORMAT);
        json.set("state", state());
        ObjectNode files = json.putObject("files");
        for (Path other : others) {
            ObjectNode facts = files.putObject(other.getFileName().toString());
            facts.put("bytes", other.toFile().length());
            facts.put("sha256", Digests.sha256(other));
        }
        json.put("sha256", digest(json));
        StoredJson.write(file, json);
    }

    /**
     * Reads the file and compares the others with it.
     *
     * @throws UserInputException naming the file that is damaged, and how
     */
    static StoredState read(Path file, TrainingLength length, List<Path> others) {
        StoredJson json = StoredJson.object(file);
        if (json.number("format", 0, Double.MAX_VALUE) != FORMAT) {
            json.wrong("format", "must be " + FORMAT + ", the only one that is known");
            json.done(); // what else is there means something else
        }
        StoredJson files = json.object("files");
        StoredState state = state(json.object("state"), length);
        String claimed = json.text("sha256");
        json.done();
        ObjectNode content = json.copy();
        content.remove("sha256");
        if (!digest(content).equals(claimed)) {
            throw new UserInputException(file.toString(), "is damaged: its content does not have the SHA-256 it names");
        }
        for (Path other : others) {
            StoredJson facts = files.object(other.getFileName().toString());
            long bytes = facts.integer("bytes", 0, Long.MAX_VALUE);
            String digest = facts.text("sha256");
            facts.done();
            check(other, bytes, digest);
        }
        return state;
    }

    private static void check(Path file, long bytes, String digest) {
        if (!Files.isRegularFile(file)) {
            throw new UserInputException(file.toString(), "does not exist");
        }
        long found = file.toFile().length();
        if (found != bytes) {
            throw new UserInputException(
                    file.toString(), "is damaged: it has " + found + " bytes, and " + bytes + " were written");
        }
        if (!Digests.sha256(file).equals(digest)) {
            throw new UserInputException(file.toString(), "is damaged: its SHA-256 is not that of what was written");
        }
    }

    private ObjectNode state() {
        Position position = training.position();
        ObjectNode json = COMPACT.createObjectNode();
        json.put("step", position.step());
        json.put("epoch", position.epoch());
        json.put("batch", position.batch());
        json.set("head", COMPACT.valueToTree(training.head()));
        json.put("bestAp", training.best().value());
        json.put("bestSha256", bestSha256);
        json.put("sinceBest", training.best().evaluationsSince());
        json.put("evaluatedEpoch", position.evaluatedEpoch());
        if (!training.scale().equals(LossScale.INITIAL)) { // which is that of all trainings that scale nothing
            json.set("lossScale", COMPACT.valueToTree(training.scale()));
        }
        json.put("seconds", training.spent().seconds());
        json.put("waitSeconds", training.spent().waiting());
        return json;
    }

    private static StoredState state(StoredJson json, TrainingLength length) {
        long step = json.integer("step", 1, length.steps());
        long epoch = json.integer("epoch", 0, length.epochs());
        int batch = (int) json.integer("batch", 0, length.batchesPerEpoch() - 1);
        HeadState head = json.has("normalizer") ? headOfNormalizer(json) : head(json);
        double bestAp = json.number("bestAp", -2, Double.MAX_VALUE);
        String bestSha256 = json.text("bestSha256");
        int sinceBest = (int) json.integer("sinceBest", 0, Integer.MAX_VALUE);
        long evaluatedEpoch = json.integer("evaluatedEpoch", -1, length.epochs());
        LossScale scale = json.has("lossScale") ? scale(json.object("lossScale"), step) : LossScale.INITIAL;
        TimeSpent spent = new TimeSpent(
                json.number("seconds", 0, Double.MAX_VALUE), json.number("waitSeconds", 0, Double.MAX_VALUE));
        json.done();
        if (!length.endsAStep(batch) || length.step(epoch, batch) != step) {
            json.wrong(
                    "step",
                    "must be the step after batch[" + batch + "] of epoch[" + epoch + "], "
                            + length.step(epoch, batch));
        }
        return new StoredState(
                new TrainingState(
                        new Position(step, epoch, batch, evaluatedEpoch),
                        head,
                        new BestScore(bestAp, sinceBest),
                        scale,
                        spent),
                bestSha256);
    }

    private static LossScale scale(StoredJson json, long step) {
        LossScale scale = new LossScale(
                json.number("factor", 1, Double.MAX_VALUE),
                (int) json.integer("good", 0, LossScale.STEPS_TO_DOUBLE - 1),
                json.integer("skipped", 0, step));
        json.done();
        return scale;
    }

    private static HeadState head(StoredJson json) {
        return new HeadState(json.object("head").allNumbers(-Double.MAX_VALUE, Double.MAX_VALUE));
    }

    /** Files of heads that remember a running mean and nothing else have it here, negative before the first step. */
    private static HeadState headOfNormalizer(StoredJson json) {
        double mean = json.object("normalizer").number("mean", -1, Double.MAX_VALUE);
        return mean < 0 ? HeadState.INITIAL : HeadState.INITIAL.with("mean", mean);
    }

    private static String digest(ObjectNode json) {
        try {
            return Digests.sha256(COMPACT.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot print " + json, e);
        }
    }
}
