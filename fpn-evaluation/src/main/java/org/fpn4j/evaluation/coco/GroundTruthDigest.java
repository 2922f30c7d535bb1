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
        groundTruth.objects().forEach(all::add);
        return HexFormat.of().formatHex(all.digest.digest());
    }

    /** A mask is part of an object where masks are scored, and else adds nothing. */
    private void add(CocoObject object) {
        add(
                "object",
                "CocoObject[id=" + object.id() + ", imageId=" + object.imageId() + ", categoryId="
                        + object.categoryId() + ", x=" + object.x() + ", y=" + object.y() + ", width=" + object.width()
                        + ", height=" + object.height() + ", area=" + object.area() + ", kind=" + object.kind() + "]");
        object.mask().ifPresent(mask -> add("mask", mask));
    }

    private void add(Object... parts) {
        for (Object part : parts) {
            digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
    }
}
