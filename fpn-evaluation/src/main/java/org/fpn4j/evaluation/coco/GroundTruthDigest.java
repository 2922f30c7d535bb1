package org.fpn4j.evaluation.coco;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A name for what detections are scored against: two of one digest give the same scores, whatever their files were called. */
public final class GroundTruthDigest {
    private final MessageDigest digest;

    private GroundTruthDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** SHA-256 of categories, images and objects, in hexadecimal digits. */
    public static String of(CocoGroundTruth groundTruth) {
        GroundTruthDigest all = new GroundTruthDigest();
        groundTruth.categories().forEach((id, name) -> all.add("category", id, name));
        groundTruth.imageIds().forEach(id -> all.add("image", id));
        groundTruth.objects().forEach(object -> all.add("object", object));
        return HexFormat.of().formatHex(all.digest.digest());
    }

    private void add(Object... parts) {
        for (Object part : parts) {
            digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
    }
}
