package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * One split, read and checked: what is in it can be trained on and scored.
 *
 * @param name for messages, {@code bccd train}
 * @param categories by index; indices follow ascending ids
 * @param images sorted by id
 * @param reference what detections are scored against, images that were left out included
 * @param report what was wrong and skipped or mended
 * @param contents digest of the pictures' files, in hexadecimal; empty before they were looked at, and where there are none
 */
public record Dataset(
        String name,
        List<Category> categories,
        List<ImageEntry> images,
        Reference reference,
        DataReport report,
        String contents) {
    /** A data set whose pictures nobody has looked at. */
    public Dataset(
            String name, List<Category> categories, List<ImageEntry> images, Reference reference, DataReport report) {
        this(name, categories, images, reference, report, "");
    }

    /** A data set that was read without loss: its images are its reference. */
    public Dataset(String name, List<Category> categories, List<ImageEntry> images, DataReport report) {
        this(name, categories, images, Reference.of(images), report);
    }

    public Dataset {
        requireNonNull(name, "name is null");
        requireNonNull(reference, "reference is null");
        requireNonNull(report, "report is null");
        requireNonNull(contents, "contents is null");
        categories = List.copyOf(categories);
        List<ImageEntry> sorted = new ArrayList<>(images);
        sorted.sort(Comparator.comparingLong(ImageEntry::id));
        images = List.copyOf(sorted);
        for (int i = 0; i < categories.size(); i++) {
            if (categories.get(i).index() != i) {
                throw new IllegalArgumentException(
                        "category[" + categories.get(i).name() + "] has index["
                                + categories.get(i).index() + "] at place[" + i + "]");
            }
        }
    }

    /**
     * The part of some images, those that were left out among them. Its report is that of the whole.
     *
     * @param partName for messages
     * @param ids of its images
     */
    public Dataset part(String partName, Set<Long> ids) {
        return new Dataset(
                partName,
                categories,
                images.stream().filter(image -> ids.contains(image.id())).toList(),
                new Reference(
                        reference.images().stream()
                                .filter(image -> ids.contains(image.id()))
                                .toList(),
                        reference.spacings()),
                report,
                contents);
    }

    /** Names by index. */
    public List<String> classNames() {
        return categories.stream().map(Category::name).toList();
    }

    /** Category ids by index. */
    public List<Long> categoryIds() {
        return categories.stream().map(Category::id).toList();
    }

    /** Boxes of all kinds in all images. */
    public int annotationCount() {
        return images.stream().mapToInt(image -> image.annotations().size()).sum();
    }

    /** Boxes of one kind in all images. */
    public int count(ObjectKind kind) {
        return (int) images.stream()
                .flatMap(image -> image.annotations().stream())
                .filter(annotation -> annotation.kind() == kind)
                .count();
    }

    /** Whether the objects have masks. */
    public boolean hasMasks() {
        return images.stream()
                .flatMap(image -> image.annotations().stream())
                .anyMatch(annotation -> annotation.kind() == ObjectKind.OBJECT
                        && annotation.mask().isPresent());
    }

    /** Images of the reference that have no usable picture. */
    public int leftOutImages() {
        return reference.images().size() - images.size();
    }

    /** A few lines for a log: what there is, and what was wrong. */
    public String summary() {
        String first = name + ": " + images.size() + " images" + counted(leftOutImages(), "left out") + ", "
                + count(ObjectKind.OBJECT) + " boxes" + counted(count(ObjectKind.CROWD), "crowds")
                + counted(count(ObjectKind.DIFFICULT), "difficult") + ", " + categories.size() + " classes";
        return report.problems().isEmpty() ? first : first + "\n" + report.summary();
    }

    private static String counted(int count, String what) {
        return count == 0 ? "" : " (and " + count + " " + what + ")";
    }

    /**
     * SHA-256, in hexadecimal, of all that decides a result: classes, image names, image sizes, annotations, masks that are read, the reference
     * where it says more than these, and the pictures' files as {@link PictureChecks} says. Pictures that are drawn are
     * decided by the settings that draw them.
     */
    public String digest() {
        MessageDigest digest = sha256();
        for (Category category : categories) {
            update(digest, category.name(), category.id());
        }
        for (ImageEntry image : images) {
            update(digest, image.fileName(), image.id(), image.width(), image.height());
            for (Annotation annotation : image.annotations()) {
                update(
                        digest,
                        annotation.kind().key(),
                        annotation.id(),
                        annotation.categoryIndex(),
                        Float.floatToIntBits(annotation.box().x1()),
                        Float.floatToIntBits(annotation.box().y1()),
                        Float.floatToIntBits(annotation.box().x2()),
                        Float.floatToIntBits(annotation.box().y2()),
                        Double.doubleToLongBits(annotation.area()));
                annotation.mask().ifPresent(mask -> update(digest, mask.toString()));
            }
        }
        if (!reference.images().equals(Reference.of(images).images())) {
            updateReference(digest);
        }
        if (!contents.isEmpty()) {
            update(digest, contents);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void updateReference(MessageDigest digest) {
        for (Reference.Image image : reference.images()) {
            update(digest, image.fileName(), image.id());
            for (Reference.Entry entry : image.entries()) {
                update(
                        digest,
                        entry.kind().key(),
                        entry.categoryIndex(),
                        Double.doubleToLongBits(entry.x()),
                        Double.doubleToLongBits(entry.y()),
                        Double.doubleToLongBits(entry.width()),
                        Double.doubleToLongBits(entry.height()),
                        Double.doubleToLongBits(entry.area()));
                entry.mask().ifPresent(mask -> update(digest, mask.toString()));
            }
        }
    }

    private static void update(MessageDigest digest, String text, long... numbers) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + bytes.length + Long.BYTES * numbers.length);
        buffer.putInt(bytes.length).put(bytes);
        for (long number : numbers) {
            buffer.putLong(number);
        }
        digest.update(buffer.array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
