package org.fpn4j.data.dicom;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import org.fpn4j.data.image.EncodedPicture;
import org.fpn4j.data.image.Orientation;
import org.fpn4j.data.image.PictureFormat;
import org.fpn4j.data.image.PictureHeader;

/** DICOM files (PS3.10), with or without what should stand before the data set. */
@AutoService(PictureFormat.class)
public final class DicomFormat implements PictureFormat {
    private static final int PREAMBLE_BYTES = 128;
    private static final int MOST_FIRST_LENGTH = 1 << 10; // of the first value, where no preamble says that it is DICOM

    @Override
    public String name() {
        return "DICOM";
    }

    @Override
    public List<String> endings() {
        return List.of(".dcm", ".dicom");
    }

    /** Without a preamble by the first element, which is of group 2 or 8. */
    @Override
    public boolean recognises(byte[] start) {
        if (start.length < 8) {
            return false;
        }
        if (start.length >= PREAMBLE_BYTES + 4
                && new String(start, PREAMBLE_BYTES, 4, StandardCharsets.ISO_8859_1).equals("DICM")) {
            return true;
        }
        int group = start[0] == 0 ? start[1] : start[1] == 0 ? start[0] : 0;
        if (group != 0x0002 && group != 0x0008) {
            return false;
        }
        boolean explicit = ElementReader.isRepresentation(new String(start, 4, 2, StandardCharsets.ISO_8859_1));
        int length =
                (start[4] & 0xFF) | ((start[5] & 0xFF) << 8) | ((start[6] & 0xFF) << 16) | ((start[7] & 0xFF) << 24);
        return explicit || (start[1] == 0 && length >= 0 && length < MOST_FIRST_LENGTH);
    }

    @Override
    public PictureHeader header(ImageInputStream stream) throws IOException {
        DicomHeader header = DicomImage.header(stream);
        return new PictureHeader(
                header.size(), Orientation.UPRIGHT, header.spacing().patient(), header.notes());
    }

    @Override
    public EncodedPicture open(Path file, byte[] content) throws IOException {
        return DicomImage.of(file, content);
    }
}
