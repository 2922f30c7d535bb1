package org.fpn4j.data.image;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/** PNG (ISO/IEC 15948), 1 to 16 bits; checksums are looked at. What is not plain is decoded by Java. */
@AutoService(PictureFormat.class)
public final class PngFormat implements PictureFormat {
    private static final byte[] SIGNATURE = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);

    @Override
    public String name() {
        return "PNG";
    }

    @Override
    public List<String> endings() {
        return List.of(".png");
    }

    @Override
    public boolean recognises(byte[] start) {
        return start.length >= SIGNATURE.length
                && Arrays.equals(start, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    @Override
    public PictureHeader header(ImageInputStream stream) throws IOException {
        Orientation orientation = PngChunks.orientation(stream).orElse(Orientation.UPRIGHT);
        return new PictureHeader(ImageIoPicture.size(stream), orientation);
    }

    @Override
    public EncodedPicture open(Path file, byte[] content) throws IOException {
        Optional<PlainPng> plain = PlainPng.of(content);
        if (plain.isPresent()) {
            return plain.get();
        }
        PngChunks.verify(content, (bytes, count) -> {});
        return ImageIoPicture.of(content);
    }
}
