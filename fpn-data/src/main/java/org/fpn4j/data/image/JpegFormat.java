package org.fpn4j.data.image;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/** JPEG (ITU-T T.81), decoded by TwelveMonkeys' plug-in, which knows what Java's own does not: CMYK, lossless, odd markers. */
@AutoService(PictureFormat.class)
public final class JpegFormat implements PictureFormat {
    @Override
    public String name() {
        return "JPEG";
    }

    @Override
    public List<String> endings() {
        return List.of(".jpg", ".jpeg");
    }

    @Override
    public boolean recognises(byte[] start) {
        return start.length >= 3 && start[0] == (byte) 0xFF && start[1] == (byte) 0xD8 && start[2] == (byte) 0xFF;
    }

    @Override
    public PictureHeader header(ImageInputStream stream) throws IOException {
        Orientation orientation = JpegSegments.orientation(stream).orElse(Orientation.UPRIGHT);
        return new PictureHeader(ImageIoPicture.size(stream), orientation);
    }

    @Override
    public EncodedPicture open(Path file, byte[] content) throws IOException {
        return ImageIoPicture.of(JpegSegments.withoutProfile(content));
    }
}
