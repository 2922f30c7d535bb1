package org.fpn4j.data.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import javax.imageio.stream.ImageInputStream;

/** All formats of pictures that are on the class path, in the order of their names. */
public final class PictureFormats {
    private static final PictureFormats FOUND = new PictureFormats(ServiceLoader.load(PictureFormat.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());

    private final List<PictureFormat> formats;

    PictureFormats(List<PictureFormat> formats) {
        this.formats = formats.stream()
                .sorted(Comparator.comparing(PictureFormat::name))
                .toList();
        for (int i = 1; i < this.formats.size(); i++) {
            PictureFormat one = this.formats.get(i - 1);
            PictureFormat other = this.formats.get(i);
            if (one.name().equals(other.name())) {
                throw new IllegalStateException("picture format[" + one.name() + "] is there twice: ["
                        + one.getClass().getName() + "] and ["
                        + other.getClass().getName() + "]");
            }
        }
    }

    /** Those of this class path. */
    public static PictureFormats found() {
        return FOUND;
    }

    /** Their names for a sentence: {@code JPEG or PNG}. */
    public String names(String conjunction) {
        List<String> names = formats.stream().map(PictureFormat::name).toList();
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " " + conjunction + " " + names.get(last);
    }

    /** The ends of names, in small letters, by which a folder's pictures are found. */
    public List<String> endings() {
        return formats.stream().flatMap(format -> format.endings().stream()).toList();
    }

    /**
     * The format of a file; leaves the stream at its start.
     *
     * @throws IOException naming the format, if it is known and none of these
     */
    PictureFormat of(ImageInputStream stream) throws IOException {
        byte[] start = new byte[PictureFormat.START_BYTES];
        int length = 0;
        for (int read = 0; read >= 0 && length < start.length; length += Math.max(0, read)) {
            read = stream.read(start, length, start.length - length);
        }
        stream.seek(0);
        byte[] bytes = Arrays.copyOf(start, length);
        for (PictureFormat format : formats) {
            if (format.recognises(bytes)) {
                return format;
            }
        }
        String other = otherFormat(new String(bytes, StandardCharsets.ISO_8859_1));
        throw new IOException(
                other.isEmpty() ? "it is neither " + names("nor") : "it is " + other + ", not " + names("or"));
    }

    private static String otherFormat(String start) {
        if (start.startsWith("II+\0") || start.startsWith("MM\0+")) {
            return "BigTIFF";
        }
        if (start.startsWith("GIF8")) {
            return "GIF";
        }
        if (start.startsWith("BM")) {
            return "BMP";
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return "WebP";
        }
        if (start.startsWith("\0\0\0\fjP  ")) {
            return "JPEG 2000";
        }
        if (start.startsWith("ftyp", 4)) {
            return "HEIF or AVIF";
        }
        return start.matches("(?s)P[1-6]\\s.*") ? "PNM" : "";
    }
}
