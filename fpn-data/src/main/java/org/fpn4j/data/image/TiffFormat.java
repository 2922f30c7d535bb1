package org.fpn4j.data.image;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * TIFF (revision 6.0) of one page: grey, RGB or palette, 8 or 16 bits, decoded by Java's own plug-in, whatever others are on the
 * class path. The orientation is applied, as that of EXIF data is.
 */
@AutoService(PictureFormat.class)
public final class TiffFormat implements PictureFormat {
    @Override
    public String name() {
        return "TIFF";
    }

    @Override
    public List<String> endings() {
        return List.of(".tif", ".tiff");
    }

    @Override
    public boolean recognises(byte[] start) {
        return start.length >= 4
                && ((start[0] == 'I' && start[1] == 'I' && start[2] == 42 && start[3] == 0)
                        || (start[0] == 'M' && start[1] == 'M' && start[2] == 0 && start[3] == 42));
    }

    @Override
    public PictureHeader header(ImageInputStream stream) throws IOException {
        Orientation orientation = TiffDirectory.of(stream).orientation();
        stream.seek(0);
        try (EncodedPicture picture = ImageIoPicture.of(reader(stream))) {
            return new PictureHeader(picture.size(), orientation);
        }
    }

    @Override
    public EncodedPicture open(Path file, byte[] content) throws IOException {
        TiffDirectory.of(new ContentStream(content));
        return ImageIoPicture.of(reader(new ContentStream(content)));
    }

    private static ImageReader reader(ImageInputStream stream) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("tiff");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getModule().equals(ImageIO.class.getModule())) {
                reader.setInput(stream, true, true);
                return reader;
            }
        }
        throw new IOException("this Java has no decoder of TIFF");
    }
}
