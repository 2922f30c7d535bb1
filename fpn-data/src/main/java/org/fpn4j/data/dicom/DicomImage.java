package org.fpn4j.data.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;
import org.fpn4j.data.image.ContentStream;
import org.fpn4j.data.image.EncodedPicture;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSize;

/**
 * A DICOM file of one frame (PS3.3, C.7.6.3), with its pixels in three stages: as they are stored, as the modality means them, and
 * as they are shown. Nothing else of the file is read. Not thread-safe.
 */
public final class DicomImage implements EncodedPicture {
    private final DicomFile file;
    private final PixelLayout layout;
    private final Rendering rendering;
    private final DicomHeader header;
    private final byte[] content;
    private Optional<Cells> cells = Optional.empty();

    private DicomImage(DicomFile file, byte[] content, long length) throws IOException {
        this.file = file;
        this.content = content;
        List<String> notes = new ArrayList<>();
        layout = PixelLayout.of(file.set());
        if (file.syntax().pixels() == TransferSyntax.Pixels.NATIVE) {
            CellDecoder.requireBytes(file, layout, length);
        }
        rendering = Rendering.of(file.set(), layout, notes);
        DicomSpacing spacing = DicomSpacing.of(file.set(), notes);
        header = new DicomHeader(
                layout.size(), layout.bits().allocated(), layout.bits().stored(), spacing, notes);
    }

    /**
     * Reads all but the pixels of a file's content.
     *
     * @param path for messages about memory
     * @throws IOException with what is broken, or not read
     */
    public static DicomImage of(Path path, byte[] content) throws IOException {
        DicomFile file = DataSetReader.read(path.toString(), new ContentStream(content));
        byte[] plain = file.inflated().orElse(content);
        return new DicomImage(file, plain, plain.length);
    }

    /**
     * Reads what stands before the pixels.
     *
     * @throws IOException with what is broken, or not read
     */
    static DicomHeader header(ImageInputStream stream) throws IOException {
        DicomFile file = DataSetReader.read("DICOM file", stream);
        byte[] none = {};
        long length = file.inflated().isPresent() ? file.inflated().get().length : stream.length();
        return new DicomImage(file, none, length).header;
    }

    /** What stands before the pixels. */
    public DicomHeader header() {
        return header;
    }

    @Override
    public PictureSize size() {
        return layout.size();
    }

    @Override
    public int channels() {
        return layout.photometric().isGrey() ? 1 : 3;
    }

    @Override
    public int bytesOfPixel() {
        int cell = layout.samples() * layout.bits().bytesOfCell();
        return switch (file.syntax().pixels()) {
            case NATIVE -> cell;
            case JPEG_2000 -> 8 * layout.samples() + 2 * cell; // its decoder works with whole numbers of 32 bits
            default -> 3 * cell; // packed, decoded, and in the order of a file
        };
    }

    /**
     * Samples as they are stored, without unused bits and with their sign, {@code [rows, columns, samples]}.
     *
     * @throws IOException where they are broken
     */
    public int[] stored() throws IOException {
        Cells decoded = cells();
        int[] stored = new int[decoded.pixels() * decoded.samples()];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = decoded.bits().value(decoded.at(i / decoded.samples(), i % decoded.samples()));
        }
        return stored;
    }

    /**
     * Grey values after the slope and intercept, or the table, of the modality, {@code [rows, columns]}.
     *
     * @throws IOException where pixels are broken, or have no grey values
     */
    public double[] modality() throws IOException {
        GreyScale scale = rendering.scale().orElseThrow(() -> new IOException("its pixels are colours"));
        int[] stored = stored();
        double[] values = new double[stored.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale.modality().apply(stored[i]);
        }
        return values;
    }

    /**
     * Entries of the file's VOI table for all pixels, {@code [rows, columns]}.
     *
     * @throws IOException where pixels are broken, or the file has no such table
     */
    public int[] tabled() throws IOException {
        LookupTable table =
                rendering.scale().flatMap(GreyScale::voi).orElseThrow(() -> new IOException("it has no VOI LUT"));
        double[] values = modality();
        int[] entries = new int[values.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = table.apply(values[i]);
        }
        return entries;
    }

    /**
     * Which pixels are padding, {@code [rows, columns]}; none where the file does not know any.
     *
     * @throws IOException where pixels are broken, or have no grey values
     */
    public boolean[] padding() throws IOException {
        GreyScale scale = rendering.scale().orElseThrow(() -> new IOException("its pixels are colours"));
        int[] stored = stored();
        boolean[] padding = new boolean[stored.length];
        for (int i = 0; i < padding.length; i++) {
            padding[i] = scale.padding().has(stored[i]);
        }
        return padding;
    }

    /** Greys as they are shown, 0 black to 1 white; or red, green and blue. */
    @Override
    public Picture decode() throws IOException {
        return rendering.picture(cells(), layout);
    }

    private Cells cells() throws IOException {
        if (cells.isEmpty()) {
            cells = Optional.of(new CellDecoder(file, layout, content).decode());
        }
        return cells.get();
    }

    @Override
    public void close() {
        cells = Optional.empty();
    }
}
